"""Random programs that use every statement once: those of corpus/."""
import random


class BasicGenerator:
    """A random program: a few bodies, every name used after it exists."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.lines, self.count = [], 0
        self.declared = {"lock": [], "semaphore": [], "event": [], "queue": [], "future": []}

    def emit(self, depth, *words):
        self.lines.append("  " * depth + " ".join(str(w) for w in words))

    def fresh(self):
        self.count += 1
        return f"t{self.count}"

    def ms(self):
        return self.rng.choice([0, 1, 5, 5, 10, 10, 20, 20, 30, 50, 100])

    def program(self):
        rng = self.rng
        for kind, n in (("lock", 1), ("semaphore", 1), ("event", 1), ("queue", 1), ("future", 1)):
            for i in range(n):
                name = f"{kind}{i}"
                self.declared[kind].append(name)
                size = {"semaphore": rng.randint(1, 2), "queue": rng.randint(0, 2)}.get(kind)
                self.emit(0, kind, name, *([] if size is None else [size]))
        self.leaves = [f"leaf{i}" for i in range(rng.randint(2, 4))]
        for name in self.leaves:
            self.emit(0, "task", name)
            self.ops(1, rng.randint(1, 5), known=[], leaf=True, group=False)
            self.tail()
            self.emit(0, "end")
        self.middles = [f"middle{i}" for i in range(rng.randint(0, 2))]
        for name in self.middles:
            self.emit(0, "task", name)
            self.ops(1, rng.randint(2, 6), known=[], leaf=False, group=False, middle=True)
            self.tail()
            self.emit(0, "end")
        self.emit(0, "task", "main")
        known = []
        for _ in range(rng.randint(5, 14)):
            guarded = rng.random() < 0.85
            if guarded:
                self.emit(1, "try")
            self.op(1 + guarded, known, False, False, False)
            if guarded:
                self.emit(1, "except")
                self.emit(1, "end")
        self.emit(0, "end")
        return "\n".join(self.lines) + "\n"

    def tail(self):
        r = self.rng.random()
        if r < 0.2:
            self.emit(1, "fail", self.rng.randint(1, 9))
        elif r < 0.6:
            self.emit(1, "return", self.rng.randint(1, 99))

    def ops(self, depth, n, known, leaf, group, middle=False):
        for _ in range(n):
            self.op(depth, known, leaf, group, middle)

    def spawn_fresh(self, depth, group, middle, n):
        names = []
        for _ in range(n):
            bodies = self.leaves if middle or not self.middles_ready() else self.leaves + self.middles
            name = self.fresh()
            self.emit(depth, "group_spawn" if group else "spawn", name, self.rng.choice(bodies))
            names.append(name)
        return names

    def middles_ready(self):
        return bool(getattr(self, "middles", None))

    def op(self, depth, known, leaf, group, middle):
        rng, d = self.rng, self.declared
        simple = ["log", "yield", "sleep", "sleep", "lock", "semaphore", "event_set", "event_wait",
                  "put", "get", "try", "timeout", "resolve", "call", "nowait"]
        rich = ["spawn", "spawn", "spawn", "await", "cancel", "gather", "gather_all", "wait",
                "as_completed", "wait_for", "shield", "group", "future", "state", "finally"]
        kind = rng.choice(simple if leaf else simple + rich + rich)
        if depth > 4 and kind in ("try", "timeout", "group", "finally", "lock", "semaphore"):
            kind = "sleep"
        if kind in ("await", "cancel", "shield", "state") and not known:
            kind = "spawn"
        if kind == "log":
            self.emit(depth, "log", rng.choice("abcdef"))
        elif kind == "yield":
            self.emit(depth, "yield")
        elif kind == "sleep":
            self.emit(depth, "sleep", self.ms())
        elif kind == "lock":
            self.emit(depth, "with", d["lock"][0])
            self.emit(depth + 1, "sleep", self.ms())
            self.emit(depth, "end")
        elif kind == "semaphore":
            self.emit(depth, "with", d["semaphore"][0])
            self.ops(depth + 1, rng.randint(1, 2), known[:], True, False)
            self.emit(depth, "end")
        elif kind == "event_set":
            self.emit(depth, rng.choice(["set", "set", "clear"]), d["event"][0])
        elif kind == "event_wait":
            self.emit(depth, "timeout", 20)
            self.emit(depth + 1, "wait_event", d["event"][0])
            self.emit(depth, "end")
        elif kind == "put":
            self.emit(depth, "put", d["queue"][0], rng.randint(1, 99))
        elif kind == "get":
            self.emit(depth, "timeout", self.ms())
            self.emit(depth + 1, "get", d["queue"][0])
            self.emit(depth, "end")
        elif kind == "nowait":
            self.emit(depth, "try")
            self.emit(depth + 1, *rng.choice([("get_nowait", d["queue"][0]),
                                              ("put_nowait", d["queue"][0], rng.randint(1, 99))]))
            self.emit(depth, "except")
            self.emit(depth, "end")
        elif kind == "try":
            self.emit(depth, "try")
            self.ops(depth + 1, rng.randint(1, 3), known[:], leaf, group, middle)
            self.emit(depth, "except")
            self.ops(depth + 1, rng.randint(0, 1), [], True, False)
            self.emit(depth, "end")
        elif kind == "finally":
            self.emit(depth, "try")
            self.ops(depth + 1, rng.randint(1, 3), known[:], leaf, group, middle)
            self.emit(depth, "finally")
            self.emit(depth + 1, *rng.choice([("log", "cleanup"), ("sleep", 5), ("yield",)]))
            self.emit(depth, "end")
        elif kind == "timeout":
            self.emit(depth, "timeout", self.ms())
            self.ops(depth + 1, rng.randint(1, 3), known[:], leaf, group, middle)
            self.emit(depth, "end")
        elif kind == "resolve":
            self.emit(depth, rng.choice(["resolve", "resolve", "reject"]), d["future"][0], rng.randint(1, 9))
        elif kind == "call":
            self.emit(depth, *rng.choice([("call_soon", "soon"), ("call_later", self.ms(), "later")]))
        elif kind == "spawn":
            known += self.spawn_fresh(depth, False, middle, rng.randint(1, 2))
        elif kind == "await":
            self.emit(depth, "await", rng.choice(known))
        elif kind == "cancel":
            self.emit(depth, "cancel", rng.choice(known))
        elif kind == "state":
            self.emit(depth, "state", rng.choice(known))
        elif kind == "shield":
            self.emit(depth, "shield", rng.choice(known))
        elif kind == "future":
            self.emit(depth, "timeout", 30)
            self.emit(depth + 1, "shield", d["future"][0])
            self.emit(depth, "end")
        elif kind == "group":
            self.emit(depth, "group")
            self.spawn_fresh(depth + 1, True, middle, rng.randint(1, 3))
            self.ops(depth + 1, rng.randint(0, 2), [], True, False)
            self.emit(depth, "end")
        else:
            names = self.spawn_fresh(depth, False, middle, rng.randint(1, 3))
            if kind in ("gather", "gather_all", "as_completed"):
                self.emit(depth, kind, *names)
            elif kind == "wait":
                self.emit(depth, "wait", rng.choice(["all", "first", "exception"]),
                          rng.choice(["-", self.ms()]), *names)
            elif kind == "wait_for":
                self.emit(depth, "wait_for", self.ms(), names[0])
            if kind != "as_completed":
                known += names
