#!/usr/bin/env python3
"""Random programs over the statements of tasks, futures and time alone.

    python3 core_generator.py --generate SEED     print a random program
    python3 core_generator.py --corpus DIR A B    write programs and traces for seeds A..B-1

Where oracle.py's own generator leans on locks, queues and groups, this one leans
on what they are built from: cancellations that arrive at every moment, futures
completed from elsewhere, cleanup that waits, fails or is cancelled in its turn.

A program that makes CPython itself raise what no trace can describe (a cycle of
tasks that await each other, cancelled: a RecursionError) is left out.
"""
import gc
import pathlib
import random
import sys
import warnings

import oracle

# A task that is cancelled before it begins leaves a coroutine that never ran: meant to be.
warnings.simplefilter("ignore", RuntimeWarning)


class CoreGenerator:
    """A random program in which every name exists before it is used.

    `main` and the futures exist from the start. main first spawns the elders,
    e0, e1, ..., and only then waits, so that every body may name them; an elder
    awaits older ones only, because a task that awaits itself has no trace.
    """

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.lines, self.count = [], 0

    def emit(self, depth, *words):
        self.lines.append("  " * depth + " ".join(str(w) for w in words))

    def ms(self):
        return self.rng.choice([0, 0, 1, 5, 5, 10, 10, 20, 20, 30, 50, 100, 700, 800])

    def program(self):
        rng = self.rng
        self.futures = [f"future{i}" for i in range(rng.randint(0, 2))]
        for name in self.futures:
            self.emit(0, "future", name)
        self.elders = [f"e{i}" for i in range(rng.randint(0, 3))]
        self.leaves = [f"leaf{i}" for i in range(rng.randint(1, 3))]
        self.middles = [f"middle{i}" for i in range(rng.randint(0, 2))]
        for i, name in enumerate(self.elders):
            self.body(f"elder{i}", 4, awaits=self.elders[:i], cancels=self.elders[:i + 1], spawns=[])
        for name in self.leaves:
            self.body(name, 4, awaits=self.elders, cancels=self.elders, spawns=[])
        for name in self.middles:
            self.body(name, 6, awaits=self.elders, cancels=self.elders, spawns=self.leaves)
        self.main()
        return "\n".join(self.lines) + "\n"

    def body(self, name, most, awaits, cancels, spawns):
        self.emit(0, "task", name)
        # A child rarely waits for main, and main's end is the program's.
        self.awaits = awaits + self.futures + (["main"] if self.rng.random() < 0.1 else [])
        self.cancels = cancels + self.futures + ["main"]
        self.spawns = spawns
        self.ops(1, self.rng.randint(1, most), [])
        r = self.rng.random()
        if r < 0.2:
            self.emit(1, "fail", self.rng.randint(1, 9))
        elif r < 0.6:
            self.emit(1, "return", self.rng.randint(-9, 99))
        self.emit(0, "end")

    def main(self):
        rng = self.rng
        self.emit(0, "task", "main")
        for i, name in enumerate(self.elders):
            self.emit(1, "spawn", name, f"elder{i}")
        self.awaits = self.elders + self.futures
        self.cancels = self.awaits + ["main"]
        self.spawns = self.leaves + self.middles
        known = []
        for _ in range(rng.randint(4, 14)):
            guarded = rng.random() < 0.8
            if guarded:
                self.emit(1, "try")
            self.op(1 + guarded, known)
            if guarded:
                self.emit(1, "except")
                if rng.random() < 0.1:
                    self.emit(2, "uncancel")
                self.emit(1, "end")
        self.emit(0, "end")

    def ops(self, depth, n, known):
        for _ in range(n):
            self.op(depth, known)

    def spawn(self, depth, n):
        names = []
        for _ in range(n):
            self.count += 1
            names.append(f"t{self.count}")
            self.emit(depth, "spawn", names[-1], self.rng.choice(self.spawns))
        return names

    def op(self, depth, known):
        kinds = ["log", "yield", "yield", "sleep", "sleep", "sleep", "call", "try", "finally", "finally",
                 "repeat", "state", "cancel", "await", "complete", "leave"]
        if self.spawns:
            kinds += ["spawn", "spawn", "spawn", "await", "await", "cancel", "cancel", "gather", "gather_all"]
        kind = self.rng.choice(kinds)
        if depth > 4 and kind in ("try", "finally", "repeat"):
            kind = "sleep"
        getattr(self, f"op_{kind}")(depth, known)

    # One method for each kind of step; depth is its indentation, known the tasks spawned before it.

    def op_log(self, depth, known):
        self.emit(depth, "log", self.rng.choice("abcdef"))

    def op_yield(self, depth, known):
        self.emit(depth, "yield")

    def op_sleep(self, depth, known):
        self.emit(depth, "sleep", self.ms())

    def op_call(self, depth, known):
        self.emit(depth, *self.rng.choice([("call_soon", "soon"), ("call_later", self.ms(), "later"),
                                           ("call_at", self.ms(), "at")]))

    def op_leave(self, depth, known):
        if self.rng.random() < 0.3:
            self.emit(depth, *self.rng.choice([("fail", self.rng.randint(1, 9)),
                                               ("return", self.rng.randint(1, 99))]))
        else:
            self.op_sleep(depth, known)

    def op_try(self, depth, known):
        self.emit(depth, "try")
        self.ops(depth + 1, self.rng.randint(1, 3), known[:])
        self.emit(depth, "except")
        self.ops(depth + 1, self.rng.randint(0, 2), known[:])
        if self.rng.random() < 0.3:
            self.emit(depth, "finally")
            self.ops(depth + 1, self.rng.randint(0, 2), known[:])
        self.emit(depth, "end")

    def op_finally(self, depth, known):
        self.emit(depth, "try")
        self.ops(depth + 1, self.rng.randint(1, 3), known[:])
        self.emit(depth, "finally")
        self.ops(depth + 1, self.rng.randint(1, 2), known[:])
        self.emit(depth, "end")

    def op_repeat(self, depth, known):
        self.emit(depth, "repeat", self.rng.randint(0, 3))
        self.ops(depth + 1, self.rng.randint(1, 2), known[:])
        self.emit(depth, "end")

    def op_state(self, depth, known):
        self.emit(depth, "state", self.rng.choice(known + self.cancels))

    def op_cancel(self, depth, known):
        self.emit(depth, "cancel", self.rng.choice(known * 6 + self.cancels))
        if self.rng.random() < 0.2:
            self.emit(depth, "uncancel")

    def op_await(self, depth, known):
        names = known * 2 + self.awaits
        if not names:
            return self.op_sleep(depth, known)
        self.emit(depth, "await", self.rng.choice(names))

    def op_complete(self, depth, known):
        if not self.futures:
            return self.op_log(depth, known)
        self.emit(depth, self.rng.choice(["resolve", "resolve", "reject"]), self.rng.choice(self.futures),
                  self.rng.randint(1, 9))

    def op_spawn(self, depth, known):
        known += self.spawn(depth, self.rng.randint(1, 2))

    def op_gather(self, depth, known, kind="gather"):
        names = self.spawn(depth, self.rng.randint(0, 3))
        also = [n for n in known + self.awaits if self.rng.random() < 0.2]
        all_names = names + also
        if all_names and self.rng.random() < 0.2:
            all_names.append(self.rng.choice(all_names))
        if self.rng.random() < 0.3:
            self.emit(depth, "call_later", self.ms(), "meanwhile")
        self.emit(depth, kind, *all_names)
        known += names

    def op_gather_all(self, depth, known):
        self.op_gather(depth, known, "gather_all")


def generate(seed):
    return CoreGenerator(seed).program()


class WatchedMachine(oracle.Machine):
    """Notes what CPython raises that no trace describes, wherever it comes up."""

    described = ()

    def __init__(self, text):
        super().__init__(text)
        self.strange = []

    async def run_op(self, *args):
        try:
            await super().run_op(*args)
        except (oracle.Failure, oracle.Return, oracle.asyncio.CancelledError, GeneratorExit,
                *self.described):
            raise
        except BaseException as error:
            self.strange.append(error)
            raise

    def heard(self, loop, context):
        if isinstance(context.get("exception"), RecursionError):
            self.strange.append(context["exception"])


def trace_of(text, kind=WatchedMachine):
    """The program's trace, or None when CPython raises what no trace describes."""
    sys.unraisablehook = lambda _: None
    machine = kind(text)
    oracle.VirtualLoop.call_exception_handler = lambda loop, context: machine.heard(loop, context)
    try:
        trace = machine.execute()
        return None if machine.strange else trace
    except Exception:
        return None
    finally:
        # What still waits goes now: collected during another program, its cleanup would run there.
        oracle.VirtualLoop.call_exception_handler = lambda loop, context: None
        del machine
        gc.collect()


def write_corpus(folder, first, end, generate, kind):
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(first, end):
        text = generate(seed)
        trace = trace_of(text, kind)
        if trace is None:
            continue
        (folder / f"{seed:05}.scn").write_text(text)
        (folder / f"{seed:05}.trace").write_text(trace)


def main(generate, kind, usage):
    if len(sys.argv) == 3 and sys.argv[1] == "--generate":
        sys.stdout.write(generate(int(sys.argv[2])))
    elif len(sys.argv) == 5 and sys.argv[1] == "--corpus":
        folder = pathlib.Path(sys.argv[2])
        write_corpus(folder, int(sys.argv[3]), int(sys.argv[4]), generate, kind)
    else:
        sys.exit(usage)


if __name__ == "__main__":
    main(generate, WatchedMachine, __doc__)
