import asyncio


def count_primes(limit):
    primes = 0
    for n in range(2, limit):
        d = 2
        while d * d <= n and n % d:
            d += 1
        primes += d * d > n
    return primes


async def compute(name):
    print(f"{name}: starts")
    primes = count_primes(700_000)  # no await in it: nobody else runs
    print(f"{name}: {primes} primes")


async def main():
    print("one by one")
    await compute("A")
    await compute("B")

    # Two tasks, one thread: C runs to its end before D starts, and both take as long as before.
    print("gather")
    await asyncio.gather(compute("C"), compute("D"))


asyncio.run(main())
