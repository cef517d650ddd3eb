import asyncio
import inspect


def print_state(coro):
    print(inspect.getcoroutinestate(coro))


async def my_coro():
    print_state(asyncio.current_task().get_coro())  # CORO_RUNNING, seen from inside
    await asyncio.sleep(0.1)


async def inspect_lifecycle():
    coro = my_coro()
    print_state(coro)  # CORO_CREATED

    task = asyncio.create_task(coro)
    await asyncio.sleep(0)  # let it start
    print_state(coro)  # CORO_SUSPENDED (at sleep)

    await task
    print_state(coro)  # CORO_CLOSED


asyncio.run(inspect_lifecycle())
