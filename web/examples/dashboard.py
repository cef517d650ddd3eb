import asyncio


async def fetch_user(uid):
    await asyncio.sleep(0.2)
    return {"id": uid, "name": "Alice"}


async def fetch_orders(uid):
    await asyncio.sleep(0.3)
    return ["order1", "order2"]


async def fetch_stats(uid):
    await asyncio.sleep(0.1)
    return {"logins": 42}


async def get_user_dashboard():
    loop = asyncio.get_running_loop()
    start = loop.time()

    # One by one: 0.2 + 0.3 + 0.1 = 0.6 s.
    await fetch_user(1)
    await fetch_orders(1)
    await fetch_stats(1)
    print(f"one by one: {loop.time() - start:.1f}s")

    # Together: max(0.2, 0.3, 0.1) = 0.3 s.
    start = loop.time()
    task_user = asyncio.create_task(fetch_user(1))
    task_orders = asyncio.create_task(fetch_orders(1))
    task_stats = asyncio.create_task(fetch_stats(1))
    user = await task_user
    orders = await task_orders
    stats = await task_stats
    print(f"together: {loop.time() - start:.1f}s")

    print(f"{user['name']}, {orders[1]}, {stats['logins']} logins")


asyncio.run(get_user_dashboard())
