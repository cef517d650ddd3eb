import asyncio
from contextlib import asynccontextmanager


@asynccontextmanager
async def client(name):
    await asyncio.sleep(0.1)
    print(f"{name}: opened")
    try:
        yield name
    finally:
        print(f"{name}: closed")


async def use_client(name, fail=False):
    async with client(name):
        await asyncio.sleep(1)  # work: may be cancelled
        if fail:
            raise RuntimeError(f"{name}: broken")


async def every_path():
    good = asyncio.create_task(use_client("good"))
    bad = asyncio.create_task(use_client("bad", fail=True))
    cancelled = asyncio.create_task(use_client("cancelled"))
    await asyncio.sleep(0.5)
    cancelled.cancel()
    await asyncio.gather(good, bad, cancelled, return_exceptions=True)
    print(f"good: {good.exception()}")
    print(f"bad: {bad.exception()}")
    print(f"cancelled: {cancelled.cancelled()}")


asyncio.run(every_path())
