import threading
import time

import anyio
from anyio import to_thread

inside = most = 0  # threads share them
lock = threading.Lock()


def blocking_call():
    global inside, most
    with lock:
        inside += 1
        most = max(most, inside)
    time.sleep(0.1)  # a driver that knows no async
    with lock:
        inside -= 1


async def twelve_at_once(limiter):
    global most
    most = 0
    async with anyio.create_task_group() as group:
        for _ in range(12):
            group.start_soon(to_thread.run_sync, blocking_call)
        await anyio.sleep(0.01)
        waiting = limiter.statistics().tasks_waiting
    print(f"{limiter.total_tokens:g} tokens: {most} threads at most, {waiting} calls waited")


async def main():
    limiter = to_thread.current_default_thread_limiter()
    print(f"at first there are {limiter.total_tokens:g} tokens")
    limiter.total_tokens = 4
    await twelve_at_once(limiter)
    limiter.total_tokens = 1  # can be moved at any time
    await twelve_at_once(limiter)


anyio.run(main)
