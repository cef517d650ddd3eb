import asyncio


async def get(name, delay, fails=False):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(f"{name}: cancelled")
        raise
    if fails:
        raise RuntimeError(f"{name}: failed")
    return f"{name}: done"


async def save(name):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        raise RuntimeError(f"{name}: could not undo")  # the cleanup fails, too


async def main():
    async with asyncio.TaskGroup() as group:
        a = group.create_task(get("A", 0.2))
        b = group.create_task(get("B", 0.1))
    # Here both are done: no task outlives its group.
    print(f"{a.result()}, {b.result()}")

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(get("C", 0.1))
            group.create_task(get("D", 0.3, fails=True))
            group.create_task(get("E", 1))  # will be cancelled: D fails first
            group.create_task(save("F"))  # this one, too
    except* RuntimeError as errors:
        print(f"errors: {len(errors.exceptions)}")
        for error in errors.exceptions:
            print(f"  {error}")


asyncio.run(main())
