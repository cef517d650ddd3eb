import asyncio


async def slow_db_query(query):
    print(f"  DB: executing '{query}'")
    await asyncio.sleep(0.2)  # 200 ms of database
    print(f"  DB: '{query}' done")
    return ["row1", "row2"]


async def handle_request(name, query):
    print(f"Request {name}: start")
    rows = await slow_db_query(query)  # SUSPENDS here; the other one runs
    print(f"Request {name}: got {len(rows)} rows")


async def main():
    # Both run CONCURRENTLY: 0.2 s in all, not 0.4 s.
    await asyncio.gather(
        handle_request("A", "SELECT * FROM users"),
        handle_request("B", "SELECT * FROM orders"),
    )

    # What is not awaitable is an error.
    try:
        await 42
    except TypeError as error:
        print(f"await 42: {error}")


asyncio.run(main())
