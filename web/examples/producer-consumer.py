import asyncio


async def producer(queue):
    for item in range(1, 9):
        await queue.put(item)  # waits while the queue is full: it goes no faster than they do
        print(f"put {item}")
    queue.shutdown()  # no more: get what is left


async def consumer(queue, name, seconds):
    try:
        while True:
            item = await queue.get()  # waits while the queue is empty
            await asyncio.sleep(seconds)
            print(f"{name}: {item} done")
    except asyncio.QueueShutDown:
        print(f"{name}: no more")


async def main():
    queue = asyncio.Queue(maxsize=2)
    await asyncio.gather(
        producer(queue),
        consumer(queue, "A", 0.2),
        consumer(queue, "B", 0.35),
    )


asyncio.run(main())
