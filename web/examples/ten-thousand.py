import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

asleep = most = 0


async def client():
    global asleep, most
    asleep += 1
    most = max(most, asleep)
    await asyncio.sleep(1)  # it takes its time: most of a server's time is waiting
    asleep -= 1


# The other way: a thread for each client.
THREADS = 100
everybody_is_here = threading.Barrier(THREADS)


def blocked_client():
    everybody_is_here.wait()  # it blocks, as if it read from a connection


async def main():
    loop = asyncio.get_running_loop()
    start = loop.time()
    async with asyncio.TaskGroup() as group:
        for _ in range(10_000):
            group.create_task(client())
    print(f"{most} tasks were asleep at once")
    print(f"{loop.time() - start:.0f} s in all, in one thread")
    with ThreadPoolExecutor(THREADS) as pool:
        clients = [loop.run_in_executor(pool, blocked_client) for _ in range(THREADS)]
        await asyncio.gather(*clients)
    print(f"{THREADS} threads were blocked at once")


# A task is a few hundred bytes; a thread each would be megabytes of stack each.
asyncio.run(main())
