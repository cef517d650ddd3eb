import asyncio


async def work(name, delay):
    await asyncio.sleep(delay)
    return f"{name} done"


async def main():
    tasks = [
        asyncio.create_task(work("X", 0.1)),
        asyncio.create_task(work("Y", 0.5)),
        asyncio.create_task(work("Z", 0.15)),
    ]

    # Until all are done, or the time is up. It cancels none: they would run on.
    done, pending = await asyncio.wait(tasks, timeout=0.2)
    print(f"done: {len(done)}, pending: {len(pending)}")

    for task in pending:
        task.cancel()  # a wish: it is fulfilled when the task runs next
    await asyncio.wait(tasks)
    for task in tasks:
        print("cancelled" if task.cancelled() else task.result())


asyncio.run(main())
