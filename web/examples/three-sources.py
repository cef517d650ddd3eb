import asyncio
import httpx


# HTTP: a real request.
async def fetch_profile(client, name):
    response = await client.get(f"api/users/{name}?delay=0.3")
    response.raise_for_status()
    return f"{response.status_code} {response.text}"


# Database and file: stand-ins that take their time.
async def get_users():
    await asyncio.sleep(0.2)
    return 3


async def read_config():
    await asyncio.sleep(0.1)
    return "debug: true"


async def dashboard_endpoint():
    async with httpx.AsyncClient(base_url="http://127.0.0.1:8000/") as client:
        profile, users, config = await asyncio.gather(
            fetch_profile(client, "alice"),
            get_users(),
            read_config(),
        )  # all three at once, none blocks
        print(f"profile: {profile}")
        print(f"users: {users}")
        print(f"config: {config}")

        try:
            await fetch_profile(client, "nobody")  # 404
        except httpx.HTTPStatusError as error:
            print(f"nobody: {error}")


asyncio.run(dashboard_endpoint())
