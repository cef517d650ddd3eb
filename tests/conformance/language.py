"""The language of scenario programs: from text to statements, and how errors are described."""
import asyncio


class Failure(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Return(BaseException):
    def __init__(self, value):
        self.value = value


BLOCKS = {"try", "timeout", "group", "with", "repeat", "scope", "shielded", "fail_after"}


def parse(text):
    """Return (declarations, {body name: [op, ...]}); a block op holds its parts."""
    lines = [l.split("#")[0].split() for l in text.splitlines()]
    lines = [l for l in lines if l]
    declarations, bodies, i = [], {}, 0

    def block(i):
        ops = []
        while lines[i][0] not in ("end", "except", "finally"):
            words = lines[i]
            i += 1
            if words[0] in BLOCKS:
                parts = {}
                part = "body"
                while True:
                    parts[part], i = block(i)
                    mark = lines[i][0]
                    i += 1
                    if mark == "end":
                        break
                    part = mark
                ops.append((words, parts))
            else:
                ops.append((words, None))
        return ops, i

    while i < len(lines):
        words = lines[i]
        i += 1
        if words[0] == "task":
            bodies[words[1]], i = block(i)
            i += 1
        else:
            declarations.append(words)
    return declarations, bodies


def describe(error):
    if isinstance(error, asyncio.CancelledError):
        return "cancelled"
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, Failure):
        return f"error {error.code}"
    if isinstance(error, BaseExceptionGroup):
        return "group " + " ".join(describe(e).replace(" ", ":") for e in error.exceptions)
    if isinstance(error, asyncio.QueueFull):
        return "full"
    if isinstance(error, asyncio.QueueEmpty):
        return "empty"
    if isinstance(error, asyncio.QueueShutDown):
        return "shutdown"
    if isinstance(error, asyncio.BrokenBarrierError):
        return "broken"
    raise error
