import asyncio

in_flight = most = 0


async def fetch(sem, item):
    global in_flight, most
    async with sem:  # waits here while too many others are in
        print(f"GET /items/{item}")
        in_flight += 1
        most = max(most, in_flight)
        await asyncio.sleep(0.2)  # the call
        in_flight -= 1


async def main():
    loop = asyncio.get_running_loop()
    start = loop.time()
    sem = asyncio.Semaphore(2)
    await asyncio.gather(*(fetch(sem, item) for item in range(1, 7)))
    print(f"6 calls in {loop.time() - start:.1f}s, {most} at once")


asyncio.run(main())
