# asyncio where nothing can block on a socket: the loop's order is CPython's own, and only its clock
# and its waiting are replaced. A virtual clock starts at 0 and jumps to the next timer.
import asyncio
import asyncio.base_events
import time


class Loop(asyncio.base_events.BaseEventLoop):
    def __init__(self, is_virtual):
        super().__init__()
        self._is_virtual = is_virtual
        self._now = 0.0
        self._started = time.monotonic()
        self._selector = self

    def time(self):
        return self._now if self._is_virtual else time.monotonic() - self._started

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


class Runs:
    """What asyncio.run does here, and what time it is in it."""

    def __init__(self, is_virtual):
        self._is_virtual = is_virtual
        self._loop = None

    def run(self, main, *, debug=None, loop_factory=None):
        with asyncio.Runner(debug=debug, loop_factory=self._new_loop) as runner:
            return runner.run(main)

    def time(self):
        return 0.0 if self._loop is None else self._loop.time()

    def _new_loop(self):
        self._loop = Loop(self._is_virtual)
        return self._loop


def prepare(is_virtual):
    runs = Runs(is_virtual)
    asyncio.run = runs.run
    return runs.time
