import asyncio

balance = 0


async def deposit(amount, pauses=0):
    global balance
    for _ in range(pauses):
        await asyncio.sleep(0)  # looks something up
    before = balance  # read,
    await asyncio.sleep(0)  # await: somebody else may come in between,
    balance = before + amount  # and write


async def main():
    await asyncio.gather(
        deposit(100),
        deposit(50, pauses=2),  # in asyncio's order: just late enough
    )
    print(f"balance {balance}: {'all is there' if balance == 150 else 'an update was lost'}")


asyncio.run(main())
