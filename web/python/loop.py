# asyncio where nothing can block on a socket: the loop's order is CPython's own, and only its clock
# and its waiting are replaced. A virtual clock starts at 0 and jumps to the next timer.
#
# Two orders that CPython leaves open are pinned down, as Eddy has them: timers of one instant fire in
# the order they were made, which a virtual clock has all the time and a real one hardly ever; and a
# task group cancels its tasks in the order they were made.
import asyncio
import asyncio.base_events
import heapq
import io
import itertools
import sys
import time
import traceback


class Timer(asyncio.TimerHandle):
    __slots__ = ("_number",)
    _numbers = itertools.count()

    def __init__(self, *args):
        super().__init__(*args)
        self._number = next(Timer._numbers)

    def __lt__(self, other):
        return (self._when, self._number) < (other._when, other._number)


class Loop(asyncio.base_events.BaseEventLoop):
    def __init__(self, is_virtual):
        super().__init__()
        self._is_virtual = is_virtual
        self._now = 0.0
        self._started = time.monotonic()
        self._selector = self

    def time(self):
        return self._now if self._is_virtual else time.monotonic() - self._started

    def call_at(self, when, callback, *args, context=None):
        timer = Timer(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def call_later(self, delay, callback, *args, context=None):
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def select(self, timeout):
        if timeout is None:
            raise RuntimeError("every task waits, and nothing will wake any of them")
        if timeout > 0 and self._is_virtual:
            self._now = max(self._now, self._scheduled[0].when())
        elif timeout > 0:
            time.sleep(timeout)
        return []

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


class InOrder(dict):
    """A set that is gone through in the order in which it was filled."""

    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)


class TaskGroup(asyncio.TaskGroup):
    def __init__(self):
        super().__init__()
        self._tasks = InOrder()


class Runs:
    """What asyncio.run does here, and what time it is in it."""

    def __init__(self, is_virtual):
        self._is_virtual = is_virtual
        self._loop = None

    def run(self, main, *, debug=None, loop_factory=None):
        outer = asyncio._get_running_loop()  # the browser's, which this one runs within
        asyncio._set_running_loop(None)
        try:
            with asyncio.Runner(debug=debug, loop_factory=self._new_loop) as runner:
                return runner.run(main)
        finally:
            asyncio._set_running_loop(outer)

    def time(self):
        return 0.0 if self._loop is None else self._loop.time()

    def _new_loop(self):
        self._loop = Loop(self._is_virtual)
        return self._loop


class Lines(io.TextIOBase):
    """Hands on what is printed, line by line, with the time in the loop."""

    def __init__(self, stream, show, time):
        self._stream, self._show, self._time = stream, show, time
        self._rest = ""

    def write(self, text):
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._show(self._stream, line, self._time())
        return len(text)

    def end(self):
        if self._rest:
            self.write("\n")


def execute(source, file, is_virtual, show):
    """Runs a program; returns how it failed, in words, or an empty string."""
    runs = Runs(is_virtual)
    asyncio.run = runs.run
    asyncio.TaskGroup = TaskGroup
    streams = [Lines(name, show, runs.time) for name in ("stdout", "stderr")]
    sys.stdout, sys.stderr = streams
    try:
        exec(compile(source, file, "exec"), {"__name__": "__main__"})
        return ""
    except BaseException as error:  # whatever a program ends with: it is shown
        return "".join(traceback.format_exception_only(error)).strip()
    finally:
        for stream in streams:
            stream.end()
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
