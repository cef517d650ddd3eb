import asyncio


class HTTPException(Exception):
    pass


async def slow_service(seconds):
    print("service: working...")
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:  # what a limit does to the work: it is cancelled
        print("service: releasing resources")
        raise
    return "data"


# A limit on one call.
async def timeout_demo():
    try:
        await asyncio.wait_for(slow_service(10), timeout=2.0)
    except TimeoutError:
        print("timed out after 2s")


# A limit on everything in a block.
async def timeout_context():
    try:
        async with asyncio.timeout(2.0):
            await asyncio.sleep(1)
            print("first call done")
            await asyncio.sleep(10)  # will be cancelled
            print("second call done")
    except TimeoutError:
        print("timed out!")


# The caller gets an answer in any case, and soon.
async def get_data(seconds):
    try:
        return await asyncio.wait_for(slow_service(seconds), timeout=0.5)
    except TimeoutError:
        raise HTTPException("504 Gateway Timeout")


async def request(seconds):
    try:
        print(f"GET /data: 200 {await get_data(seconds)}")
    except HTTPException as error:
        print(f"GET /data: {error}")


async def main():
    await timeout_demo()
    await timeout_context()
    await request(0.1)
    await request(5)


asyncio.run(main())
