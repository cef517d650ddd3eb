import asyncio
import time


async def bad_handler():
    print("bad: blocking the loop")
    time.sleep(0.5)  # BLOCKING: freezes the entire loop
    print("bad: done")


async def good_handler():
    print("good: waiting")
    await asyncio.sleep(0.5)
    print("good: done")


async def heartbeat():
    start = asyncio.get_running_loop().time()
    for beat in range(1, 9):
        await asyncio.sleep(0.1)
        late = asyncio.get_running_loop().time() - start - beat * 0.1
        print(f"beat {beat}", "  <- late: something blocked the loop" if late > 0.1 else "", sep="")


async def main():
    beats = asyncio.create_task(heartbeat())
    await asyncio.sleep(0.15)
    await asyncio.create_task(good_handler())  # others run meanwhile
    await asyncio.create_task(bad_handler())  # nobody runs meanwhile
    await beats


asyncio.run(main())
