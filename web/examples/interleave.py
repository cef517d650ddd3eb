import asyncio


async def task_a():
    print("A: starting")
    await asyncio.sleep(1)  # yields here: task_b gets to run
    print("A: done")


async def task_b():
    print("B: starting")
    await asyncio.sleep(0.5)  # yields, but finishes before A
    print("B: done")


async def main():
    await asyncio.gather(task_a(), task_b())


asyncio.run(main())
