import asyncio


async def long_running():
    try:
        print("working...")
        await asyncio.sleep(10)  # the cancellation comes out of here
        print("done")
    except asyncio.CancelledError:
        print("cleanup: releasing resources")
        raise  # ALWAYS re-raise CancelledError


async def cancel_demo():
    task = asyncio.create_task(long_running())
    await asyncio.sleep(0.5)  # let it start
    task.cancel()

    try:
        await task
    except asyncio.CancelledError:
        print("task was cancelled")


asyncio.run(cancel_demo())
