import asyncio


async def transfer(source, target, pauses=0):
    for _ in range(pauses):
        await asyncio.sleep(0)  # looks something up
    async with source:
        await asyncio.sleep(0)  # await: the other one may take its first lock here
        async with target:
            pass


async def main():
    alice, bob = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(
        transfer(alice, bob),
        transfer(bob, alice, pauses=2),  # the other way round, later
    )
    print("both transfers are done")


asyncio.run(main())
