import asyncio
import os
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

LIMIT = 200_000
JOBS = 2


def primes_below(limit):
    primes = 0
    for n in range(2, limit):
        d = 2
        while d * d <= n and n % d:
            d += 1
        primes += d * d > n
    return primes


async def on_the_loop():
    primes_below(LIMIT)  # no await in it: nobody else runs


async def in_pool(name, pool, alone):
    loop = asyncio.get_running_loop()
    # workers that are there already: their start is not measured
    await asyncio.gather(*(loop.run_in_executor(pool, primes_below, 2) for _ in range(JOBS)))
    start = time.monotonic()
    await asyncio.gather(*(loop.run_in_executor(pool, primes_below, LIMIT) for _ in range(JOBS)))
    took = time.monotonic() - start
    print(f"{name}: {took:.2f} s, {alone / took:.1f} times as fast")


async def main():
    print(f"{JOBS} jobs, {os.cpu_count()} processors")
    start = time.monotonic()
    await asyncio.gather(on_the_loop(), on_the_loop())
    alone = time.monotonic() - start
    print(f"two tasks on the loop: {alone:.2f} s, one after the other")

    with ThreadPoolExecutor(2) as pool:  # of Python's threads only one computes at a time
        await in_pool("in threads", pool, alone)
    with ProcessPoolExecutor(2) as pool:
        await in_pool("in processes", pool, alone)


if __name__ == "__main__":
    asyncio.run(main())
