import asyncio


async def work(name, delay):
    await asyncio.sleep(delay)
    return name


async def main():
    coros = [
        work("fast", 0.1),
        work("slow", 0.5),
        work("mid", 0.3),
    ]

    # In the order they are done, not in the order of the list: the first result can be shown while
    # the others are still on their way.
    async for task in asyncio.as_completed(coros):
        name = await task  # done already: its result, or its error
        print(f"Got: {name}")


asyncio.run(main())
