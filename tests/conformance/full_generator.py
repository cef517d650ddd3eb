#!/usr/bin/env python3
"""Random programs over every statement.

    python3 full_generator.py --generate SEED     print a random program
    python3 full_generator.py --corpus DIR A B    write programs and traces for seeds A..B-1

What core_generator.py makes of tasks, futures and time, and among it locks,
semaphores, conditions, events, queues, time limits, shields, groups within groups,
and waiting for some of many. What is acquired is released, whatever comes between;
a program that makes CPython raise what no trace can describe is left out.
"""
import asyncio

import core_generator

SHARED = ["op_with", "op_acquire", "op_condition_wait", "op_condition_wait", "op_notify", "op_event",
          "op_event_wait", "op_put", "op_get", "op_nowait", "op_timeout", "op_timeout",
          "op_work", "op_barrier", "op_barrier"]
OF_SPAWNERS = ["op_shield", "op_wait", "op_as_completed", "op_wait_for", "op_group", "op_group"]


class FullGenerator(core_generator.CoreGenerator):
    def program(self):
        rng = self.rng
        self.grouped = 0
        self.emit(0, "lock", "lock0")
        self.emit(0, "semaphore", "semaphore0", rng.randint(1, 2))
        self.emit(0, "event", "event0")
        self.emit(0, "condition", "condition0")
        kind = rng.choice(["queue", "queue", "lifo_queue", "priority_queue"])
        self.emit(0, kind, "queue0", rng.randint(0, 2))
        self.emit(0, "barrier", "barrier0", rng.randint(1, 3))
        return super().program()

    def op(self, depth, known):
        if self.rng.random() < 0.5:
            return super().op(depth, known)
        kind = self.rng.choice(SHARED + (OF_SPAWNERS if self.spawns else []))
        if depth > 4 and kind not in ("op_notify", "op_event", "op_put"):
            kind = "op_yield"
        getattr(self, kind)(depth, known)

    def op_spawn(self, depth, known):
        if self.grouped and self.rng.random() < 0.5:
            known += self.spawn_members(depth, 1)
        else:
            super().op_spawn(depth, known)

    def op_leave(self, depth, known):
        if self.grouped:  # a return out of a group is an error of the group's, which no trace describes
            self.emit(depth, *self.rng.choice([("fail", self.rng.randint(1, 9)), ("sleep", self.ms())]))
        else:
            super().op_leave(depth, known)

    def spawn_members(self, depth, n):
        names = self.spawn(depth, n)
        for i in range(n):
            self.lines[-1 - i] = self.lines[-1 - i].replace("spawn", "group_spawn", 1)
        return names

    def block(self, depth, most, known):
        self.ops(depth, self.rng.randint(1, most), known[:])

    def op_with(self, depth, known):
        self.emit(depth, "with", self.rng.choice(["lock0", "semaphore0", "condition0"]))
        self.block(depth + 1, 2, known)
        self.emit(depth, "end")

    def op_acquire(self, depth, known):
        name = self.rng.choice(["lock0", "semaphore0", "condition0"])
        self.emit(depth, "acquire", name)
        self.emit(depth, "try")
        self.block(depth + 1, 2, known)
        self.emit(depth, "finally")
        self.emit(depth + 1, "release", name)
        self.emit(depth, "end")

    def op_condition_wait(self, depth, known):
        self.emit(depth, "timeout", self.ms())
        self.emit(depth + 1, "with", "condition0")
        self.emit(depth + 2, "wait_condition", "condition0")
        self.emit(depth + 1, "end")
        self.emit(depth, "end")

    def op_notify(self, depth, known):
        self.emit(depth, "with", "condition0")
        self.emit(depth + 1, "notify", "condition0", self.rng.randint(0, 2))
        self.emit(depth, "end")

    def op_event(self, depth, known):
        self.emit(depth, self.rng.choice(["set", "set", "clear"]), "event0")

    def limited(self, depth, *words):
        self.emit(depth, "timeout", self.ms())
        self.emit(depth + 1, *words)
        self.emit(depth, "end")

    def op_event_wait(self, depth, known):
        self.limited(depth, "wait_event", "event0")

    def op_put(self, depth, known):
        self.limited(depth, "put", "queue0", self.rng.randint(1, 99))

    def op_get(self, depth, known):
        self.limited(depth, "get", "queue0")

    def op_nowait(self, depth, known):
        self.emit(depth, "try")
        self.emit(depth + 1, *self.rng.choice([("get_nowait", "queue0"),
                                               ("put_nowait", "queue0", self.rng.randint(1, 99))]))
        self.emit(depth, "except")
        self.emit(depth, "end")

    def op_work(self, depth, known):
        kind = self.rng.choice(["join", "shutdown", "done", "done"])
        if kind == "join":
            self.limited(depth, "join", "queue0")
        elif kind == "shutdown" and self.rng.random() < 0.3:
            self.emit(depth, "shutdown", "queue0")
        else:
            self.emit(depth, "try")
            self.emit(depth + 1, "get_nowait", "queue0")
            self.emit(depth + 1, "task_done", "queue0")
            self.emit(depth, "except")
            self.emit(depth, "end")

    def op_barrier(self, depth, known):
        if self.rng.random() < 0.1:
            self.emit(depth, self.rng.choice(["reset_barrier", "abort_barrier"]), "barrier0")
        else:
            self.limited(depth, "wait_barrier", "barrier0")

    def op_timeout(self, depth, known):
        self.emit(depth, "timeout", self.ms())
        self.block(depth + 1, 3, known)
        self.emit(depth, "end")

    def op_shield(self, depth, known):
        self.emit(depth, "shield", self.rng.choice(known or self.spawn(depth, 1)))

    def op_wait(self, depth, known):
        names = self.spawn(depth, self.rng.randint(1, 3))
        self.emit(depth, "wait", self.rng.choice(["all", "first", "exception"]),
                  self.rng.choice(["-", self.ms()]), *names)
        known += names

    def op_as_completed(self, depth, known):
        self.emit(depth, "as_completed", *self.spawn(depth, self.rng.randint(1, 3)))

    def op_wait_for(self, depth, known):
        names = self.spawn(depth, 1)
        self.emit(depth, "wait_for", self.ms(), *names)
        known += names

    def op_group(self, depth, known):
        self.emit(depth, "group")
        self.grouped += 1
        members = self.spawn_members(depth + 1, self.rng.randint(1, 3))
        self.ops(depth + 1, self.rng.randint(0, 3), known + members)
        self.grouped -= 1
        self.emit(depth, "end")


class FullMachine(core_generator.WatchedMachine):
    described = (TimeoutError, BaseExceptionGroup, asyncio.QueueFull, asyncio.QueueEmpty,
                 asyncio.QueueShutDown, asyncio.BrokenBarrierError)


if __name__ == "__main__":
    core_generator.main(lambda seed: FullGenerator(seed).program(), FullMachine, __doc__)
