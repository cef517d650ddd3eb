import asyncio


class HTTPException(Exception):
    pass


async def home():
    if sem.locked():  # full: say so at once, better than a line that grows for ever
        raise HTTPException("503 overloaded")
    async with sem:
        await asyncio.sleep(0.25)  # the work
        return "ok"


async def request(number):
    try:
        print(f"request {number}: 200 {await home()}")
    except HTTPException as error:
        print(f"request {number}: {error}")


async def main():
    global sem
    sem = asyncio.Semaphore(2)
    async with asyncio.TaskGroup() as group:
        for number in range(1, 9):
            group.create_task(request(number))
            await asyncio.sleep(0.1)  # they come faster than they are served


asyncio.run(main())
