import asyncio


def count_primes(limit):
    primes = 0
    for n in range(2, limit):
        d = 2
        while d * d <= n and n % d:
            d += 1
        primes += d * d > n
    return primes


async def cpu_intensive(name):
    print(f"{name}: starts")
    primes = count_primes(300_000)  # no await in it: nobody else runs
    print(f"{name}: {primes} primes")


async def main():
    print("one by one")
    await cpu_intensive("A")
    await cpu_intensive("B")

    # Two tasks, one thread: C runs to its end before D starts, and both take as long as before.
    print("gather")
    await asyncio.gather(cpu_intensive("C"), cpu_intensive("D"))


asyncio.run(main())
