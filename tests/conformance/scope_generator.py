"""Random programs with cancel scopes: for scope_oracle.py.

Times are long and random, so that two tasks seldom do anything in the same millisecond: what
AnyIO leaves open is the order of events within one. A block that can fail stands in a `try`,
because AnyIO and asyncio agree on scopes, but not on what a failed task does to its group.
"""
import random


class ScopeGenerator:
    """A random program in which scopes are cancelled by their own tasks, by others, and by time."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.lines, self.tasks, self.scopes = [], 0, 0
        self.grouped = False

    def emit(self, depth, *words):
        self.lines.append("  " * depth + " ".join(str(w) for w in words))

    def ms(self):
        return self.rng.randint(1, 3000)

    def program(self):
        rng = self.rng
        self.emit(0, "lock", "lock0")
        self.emit(0, "event", "event0")
        self.emit(0, "semaphore", "semaphore0", rng.randint(0, 2))
        self.emit(0, "queue", "queue0", rng.randint(0, 2))
        self.emit(0, "future", "future0")
        self.bodies = []
        for kind, count, most in (("leaf", 2, 4), ("middle", rng.randint(0, 2), 5)):
            names = [f"{kind}{i}" for i in range(count)]
            for name in names:
                self.emit(0, "task", name)
                self.ops(1, rng.randint(2, most))
                if rng.random() < 0.4:
                    self.emit(1, "return", rng.randint(0, 99))
                self.emit(0, "end")
            self.bodies += names
        self.emit(0, "task", "main")
        self.op(1, "scope")  # there is an s1
        for _ in range(rng.randint(2, 7)):
            self.op(1, rng.choice(["scope", "scope", "scope", "fail_after", "group", "group", "sleep"]))
        self.emit(0, "end")
        return "\n".join(self.lines) + "\n"

    def ops(self, depth, n):
        for _ in range(n):
            kinds = ["log", "yield", "sleep", "sleep", "sleep", "cancel_scope", "cancel_scope", "deadline",
                     "shield", "ask", "event", "lock", "semaphore", "put", "get", "shielded_future", "resolve"]
            if depth < 5:
                kinds += ["scope", "scope", "fail_after", "try", "finally", "cleanup", "cleanup", "repeat"]
                if self.bodies:
                    kinds += ["group", "group"]
            if self.grouped and self.bodies:
                kinds += ["member", "member", "member"]
            self.op(depth, self.rng.choice(kinds))

    def op(self, depth, kind):
        getattr(self, f"op_{kind}")(depth)

    def some_scope(self):
        return f"s{self.rng.randint(max(1, self.scopes - 5), max(1, self.scopes))}"

    def block(self, depth, most):
        self.ops(depth, self.rng.randint(1, most))

    def op_log(self, depth):
        self.emit(depth, "log", self.rng.choice("abcdef"))

    def op_yield(self, depth):
        self.emit(depth, "yield")

    def op_sleep(self, depth):
        self.emit(depth, "sleep", self.ms())

    def op_cancel_scope(self, depth):
        self.emit(depth, "cancel_scope", self.some_scope())

    def op_deadline(self, depth):
        self.emit(depth, "set_deadline", self.some_scope(), self.rng.choice(["-", self.ms(), -self.ms()]))

    def op_shield(self, depth):
        self.emit(depth, "set_shield", self.some_scope(), self.rng.choice(["on", "off"]))

    def op_ask(self, depth):
        self.emit(depth, "effective_deadline")

    def op_event(self, depth):
        if self.rng.random() < 0.5:
            self.emit(depth, self.rng.choice(["set", "clear"]), "event0")
        else:
            self.limited(depth, "wait_event", "event0")

    def limited(self, depth, *words):
        self.enclosed(depth, "scope", self.ms(), lambda inner: self.emit(inner, *words))

    def op_lock(self, depth):
        self.emit(depth, "with", "lock0")
        self.block(depth + 1, 2)
        self.emit(depth, "end")

    def op_semaphore(self, depth):
        self.limited(depth, *self.rng.choice([("acquire", "semaphore0"), ("release", "semaphore0")]))

    def op_put(self, depth):
        self.limited(depth, "put", "queue0", self.rng.randint(1, 99))

    def op_get(self, depth):
        self.limited(depth, "get", "queue0")

    def op_shielded_future(self, depth):
        self.limited(depth, "shield", "future0")

    def op_resolve(self, depth):
        self.emit(depth, "resolve", "future0", self.rng.randint(1, 9))

    def enclosed(self, depth, kind, after, fill):
        self.scopes += 1
        self.emit(depth, kind, f"s{self.scopes}", after)
        fill(depth + 1)
        self.emit(depth, "end")

    def op_scope(self, depth):
        after = self.rng.choice(["-", self.ms(), self.ms(), self.ms(), 0])
        kind = self.rng.choice(["scope", "scope", "scope", "shielded"])
        self.enclosed(depth, kind, after, lambda inner: self.block(inner, 4))

    def guarded(self, depth, fill):
        self.emit(depth, "try")
        fill(depth + 1)
        self.emit(depth, "except")
        if self.rng.random() < 0.4:
            self.op_sleep(depth + 1)
        self.emit(depth, "end")

    def op_fail_after(self, depth):
        self.guarded(depth, lambda inner: self.enclosed(inner, "fail_after", self.ms(),
                                                        lambda inmost: self.block(inmost, 3)))

    def op_try(self, depth):
        def fill(inner):
            self.block(inner, 3)
            if self.rng.random() < 0.2:
                self.enclosed(inner, "scope", self.ms(), self.fails)
            elif self.rng.random() < 0.3:
                self.fails(inner)
        self.guarded(depth, fill)

    def fails(self, depth):
        self.ops(depth, self.rng.randint(0, 1))
        self.emit(depth, "fail", self.rng.randint(1, 9))

    def op_finally(self, depth):
        self.emit(depth, "try")
        self.block(depth + 1, 3)
        self.emit(depth, "finally")
        self.block(depth + 1, 2)
        self.emit(depth, "end")

    def op_cleanup(self, depth):
        """Cleanup that waits although all around is cancelled: what shields are for."""
        self.emit(depth, "try")
        self.block(depth + 1, 3)
        self.emit(depth, "finally")

        def fill(inner):
            self.op_sleep(inner)
            self.op_ask(inner)
        self.enclosed(depth + 1, "shielded", self.rng.choice(["-", self.ms()]), fill)
        self.emit(depth, "end")

    def op_repeat(self, depth):
        self.emit(depth, "repeat", self.rng.randint(0, 3))
        self.block(depth + 1, 2)
        self.emit(depth, "end")

    def op_member(self, depth):
        self.tasks += 1
        self.emit(depth, "group_spawn", f"t{self.tasks}", self.rng.choice(self.bodies))

    def op_group(self, depth):
        before, self.grouped = self.grouped, True
        self.emit(depth, "group")
        for _ in range(self.rng.randint(1, 3)):
            self.op_member(depth + 1)
        self.ops(depth + 1, self.rng.randint(0, 2))
        self.emit(depth, "end")
        self.grouped = before
