import asyncio
import inspect


# 1. A coroutine function.
async def fetch_user(user_id):
    print("fetching")
    await asyncio.sleep(0.1)  # a database or HTTP call
    return {"id": user_id, "name": "Alice"}


async def main():
    # 2. Calling it does NOT run the code.
    coro = fetch_user(42)
    print("a coroutine:", "yes" if inspect.iscoroutine(coro) else "no")
    print("nothing has run yet")

    # 3. It runs when it is awaited.
    user = await coro
    print(f"{{id: {user['id']}, name: {user['name']}}}")


asyncio.run(main())
