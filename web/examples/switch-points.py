import asyncio


async def show(name):
    print(f"{name} 1: before the first await")
    await asyncio.sleep(0)  # switch point: other tasks can run here
    print(f"{name} 2: after the first await")
    await asyncio.sleep(0)  # another switch point
    print(f"{name} 3: done")


async def main():
    await asyncio.gather(show("A"), show("B"))


asyncio.run(main())
