#!/usr/bin/env python3
"""Random programs with to_thread and in_process.

    python3 thread_generator.py --generate SEED     print a random program
    python3 thread_generator.py --corpus DIR A B    write programs and traces for seeds A..B-1

What full_generator.py makes, with jobs among it. When a job ends is nobody's to say,
and so most programs have many traces: those are left out. To find out, each is run
with jobs that end at once, some iterations later, when nothing else is to be done,
the first or the last one first, and at random; only if all of that gives one trace
is it the program's.
"""
import asyncio
import random

import core_generator
import full_generator

JOBS = ["to_thread", "to_thread", "in_process"]
LONGEST = 6  # iterations that a job takes, when it does not wait for everybody else
RANDOM_RUNS = 12


class ThreadGenerator(full_generator.FullGenerator):
    def op(self, depth, known):
        if self.rng.random() < 0.2:
            self.emit(depth, self.rng.choice(JOBS), self.rng.randint(0, 99))
        else:
            super().op(depth, known)

    def ms(self):  # at a moment of its own: who comes first is then the clock's to say
        self.moment = getattr(self, "moment", 0) + 1
        return super().ms() * 100 + self.moment


class LateJobs:
    """Ends jobs when the loop has nothing else to do: it waits for that as for a thread."""

    def __init__(self, choose):
        self.choose = choose
        self.pending = []

    def wait(self):
        done = self.pending.pop(self.choose(len(self.pending)))
        done.set_result(None)

    def clear(self):
        pass

    def set(self):
        pass


class Ended:
    """Awaits a future that is done already, and yet suspends: no other order is earlier."""

    def __init__(self, future):
        self.future = future

    def __await__(self):
        self.future._asyncio_future_blocking = True
        yield self.future


class ThreadMachine(core_generator.WatchedMachine):
    described = full_generator.FullMachine.described
    delay = None  # how many iterations a job takes, or None: until nothing else is to be done
    choose = staticmethod(lambda count: 0)

    async def run_op(self, me, op, args, group):
        if op not in JOBS:
            return await super().run_op(me, op, args, group)
        loop = self.loop
        if not isinstance(loop.woken, LateJobs):
            loop.woken = LateJobs(self.choose)
        done = loop.create_future()
        delay = self.delay() if self.delay else None

        def step(left):
            if left > 0:
                loop.call_soon(step, left - 1)
            elif not done.done():
                done.set_result(None)

        if delay is None:
            loop.woken.pending.append(done)
        elif delay == 0:
            done.set_result(None)
        else:
            loop.call_soon(step, delay - 1)
        loop.jobs += 1
        try:
            await Ended(done)
        finally:
            loop.jobs -= 1
            if done in loop.woken.pending:
                loop.woken.pending.remove(done)
        self.log(me, op[3:], int(args[0]))


def machine(delay, choose=lambda count: 0):
    return type("Machine", (ThreadMachine,),
                {"delay": staticmethod(delay) if delay else None, "choose": staticmethod(choose)})


def at_random(seed):
    rng = random.Random(seed)
    return machine(lambda: rng.choice([None, *range(LONGEST)]), rng.randrange)


def machines():
    yield machine(None)
    yield machine(None, lambda count: count - 1)
    for delay in range(LONGEST):
        yield machine(lambda delay=delay: delay)
    for seed in range(RANDOM_RUNS):
        yield at_random(seed)


class OneTrace:
    """Runs a program in all those ways; it has a trace when it is the same one in all."""

    def __init__(self, text):
        self.text = text
        self.strange = []
        self.heard = lambda loop, context: None

    def execute(self):
        traces = {core_generator.trace_of(self.text, kind) for kind in machines()}
        if len(traces) != 1 or None in traces:
            raise ValueError("it has more than one trace")
        return traces.pop()


def generate(seed):
    return ThreadGenerator(seed).program()


if __name__ == "__main__":
    core_generator.main(generate, OneTrace, __doc__)
