import asyncio
import hashlib

ROUNDS = 100_000
beats = 0


def hash_password(password):  # a plain function: it blocks whoever calls it
    return hashlib.pbkdf2_hmac("sha256", password.encode(), b"salt", ROUNDS)


def show(user, key):
    print(f"{user}: {key[:4].hex()}...")


async def heartbeat():
    global beats
    while True:
        await asyncio.sleep(0.01)
        beats += 1


async def main():
    heart = asyncio.create_task(heartbeat())

    key = await asyncio.to_thread(hash_password, "mysecretpassword")  # the loop goes on meanwhile
    show("alice", key)

    bob, eve = await asyncio.gather(  # two threads, really at once
        asyncio.to_thread(hash_password, "bob's"),
        asyncio.to_thread(hash_password, "eve's"),
    )
    show("bob", bob)
    show("eve", eve)

    print("the heart went on beating" if beats > 0 else "the heart stood still")
    heart.cancel()


asyncio.run(main())
