import asyncio


async def work(name, delay):
    await asyncio.sleep(delay)
    if delay > 1:
        raise RuntimeError(f"{name} took too long")
    return f"{name} done"


async def main():
    # All at once: the time of the slowest, results in the order of the arguments. One that fails
    # does not stop the others.
    results = await asyncio.gather(
        work("A", 0.1),
        work("B", 0.3),
        work("C", 0.2),
        return_exceptions=True,
    )
    for result in results:
        print(result)


asyncio.run(main())
