#!/usr/bin/env python3
"""Reference traces for programs with cancel scopes, from AnyIO on CPython's asyncio.

    python3 scope_oracle.py FILE.scn            print the trace of one program, task by task
    python3 scope_oracle.py --generate SEED     print a random program
    python3 scope_oracle.py --corpus DIR A B    write programs and traces for seeds A..B-1

It needs AnyIO, version 4, where Python finds it (PYTHONPATH). The lines of a trace stand task by
task, and a program whose trace depends on how many iterations of the loop something takes is left
out: README.md says why.
"""
import asyncio
import contextlib
import math
import pathlib
import random
import sys

import anyio

import core_generator
from language import Failure, Return
from oracle import Machine
from scope_generator import ScopeGenerator

SHUFFLES = 6


class ScopeMachine(core_generator.WatchedMachine):
    """A machine with AnyIO's scopes and task groups; with a seed, tasks are slowed at random."""

    described = (TimeoutError, asyncio.QueueFull, asyncio.QueueEmpty)

    def __init__(self, text, seed=None):
        super().__init__(text)
        self.rng = None if seed is None else random.Random(seed)
        self.scopes = {}

    async def dawdle(self):
        """Lets the others go first, which no cancelled scope can keep it from."""
        for _ in range(self.rng.choice([0, 0, 0, 1, 2, 3]) if self.rng else 0):
            with anyio.CancelScope(shield=True):
                await asyncio.sleep(0)

    async def run(self, me, ops, group):
        for op in ops:
            await self.dawdle()
            await super().run(me, [op], group)
        await self.dawdle()

    @contextlib.contextmanager
    def entered(self, me, name, block):
        try:
            with block as scope:
                self.scopes[name] = scope
                try:
                    yield
                finally:
                    if self.scopes.get(name) is scope:
                        del self.scopes[name]
        finally:
            said = ["called"] if scope.cancel_called else []
            self.log(me, "left", name, *said, *(["caught"] if scope.cancelled_caught else []))

    async def run_block(self, me, op, args, parts, group):
        body = parts["body"]
        if op in ("scope", "shielded", "fail_after"):
            after = None if args[1] == "-" else int(args[1])
            begin = anyio.fail_after if op == "fail_after" else anyio.move_on_after
            with self.entered(me, args[0], begin(after, shield=op == "shielded")):
                await self.run(me, body, group)
        elif op == "group":
            async with anyio.create_task_group() as inner:
                await self.run(me, body, inner)
        else:
            await super().run_block(me, op, args, parts, group)

    async def run_op(self, me, op, args, group):
        if op in ("cancel_scope", "set_deadline", "set_shield"):
            scope = self.scopes.get(args[0])
            self.log(me, op, args[0], str(scope is not None).lower())
            if scope is None:
                pass
            elif op == "cancel_scope":
                scope.cancel()
            elif op == "set_deadline":
                scope.deadline = math.inf if args[1] == "-" else anyio.current_time() + int(args[1])
            else:
                scope.shield = args[1] == "on"
        elif op == "effective_deadline":
            when = anyio.current_effective_deadline()
            self.log(me, "deadline", int(when) if math.isfinite(when) else "never" if when > 0 else "now")
        elif op == "group_spawn":
            group.create_task(self.task(*args))
        else:
            await super().run_op(me, op, args, group)


def by_task(trace):
    """The lines of each task together, in the order of the tasks' names."""
    lines = trace.splitlines(keepends=True)
    return "".join(sorted(lines, key=lambda line: line.split(" ", 2)[1]))


def trace_of(text):
    """The trace, task by task; None when it depends on iterations, or no trace describes it."""
    first = None
    for seed in [None, *range(SHUFFLES)]:
        trace = core_generator.trace_of(text, lambda text: ScopeMachine(text, seed))
        if trace is None or first not in (None, by_task(trace)):
            return None
        first = by_task(trace)
    return first


def write_corpus(folder, first, end):
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(first, end):
        text = ScopeGenerator(seed).program()
        trace = trace_of(text)
        if trace is None:
            continue
        (folder / f"{seed:05}.scn").write_text(text)
        (folder / f"{seed:05}.tasks").write_text(trace)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--generate":
        sys.stdout.write(ScopeGenerator(int(sys.argv[2])).program())
    elif len(sys.argv) == 5 and sys.argv[1] == "--corpus":
        write_corpus(pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    elif len(sys.argv) == 2:
        trace = trace_of(pathlib.Path(sys.argv[1]).read_text())
        if trace is None:
            sys.exit("its trace depends on iterations of the loop, or there is none")
        sys.stdout.write(trace)
    else:
        sys.exit(__doc__)
