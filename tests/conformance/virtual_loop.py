"""An asyncio loop on virtual time: it jumps to the next deadline whenever nothing is ready.

Two orders that CPython leaves open are pinned down here: timers with equal deadlines fire in the
order they were created, and a task group cancels its children in the order they were created.
"""
import asyncio
import heapq
import itertools
import threading

SPINNING = 2_000  # iterations without an end of time in sight
_sequence = itertools.count()


class _Timer(asyncio.TimerHandle):
    __slots__ = ("_seq",)

    def __init__(self, *args):
        super().__init__(*args)
        self._seq = next(_sequence)

    def __lt__(self, other):
        return (self._when, self._seq) < (other._when, other._seq)


class _JumpSelector:
    """Waits for nothing: it moves the clock on to the next deadline."""

    def __init__(self, loop):
        self.loop = loop
        self.at_once = 0

    def select(self, timeout=None):
        self.at_once = self.at_once + 1 if timeout == 0 else 0
        if self.at_once > SPINNING:
            raise RuntimeError("it does not come to rest")
        if self.loop.jobs and timeout != 0:
            self.loop.woken.wait()  # threads take no time
            self.loop.woken.clear()
        elif timeout is None:
            self.loop.stop()  # nothing ready, no timer: a deadlock
        elif timeout > 0:
            self.loop.now += round(timeout)
        return []


class VirtualLoop(asyncio.base_events.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self.now = 0
        self.jobs = 0
        self.woken = threading.Event()
        self._selector = _JumpSelector(self)
        self._clock_resolution = 0.5

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        self.woken.set()

    def time(self):
        return self.now

    def call_at(self, when, callback, *args, context=None):
        timer = _Timer(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def call_later(self, delay, callback, *args, context=None):
        return self.call_at(self.time() + delay, callback, *args, context=context)


class _OrderedSet(dict):
    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)

    remove = discard


class Group(asyncio.TaskGroup):
    def __init__(self):
        super().__init__()
        self._tasks = _OrderedSet()
