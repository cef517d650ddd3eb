import asyncio


async def main():
    loop = asyncio.get_running_loop()
    print("Loop running:", "yes" if loop.is_running() else "no")

    # Run a callback in the NEXT iteration of the loop, and one after a delay.
    loop.call_soon(lambda: print("Scheduled callback ran!"))
    loop.call_later(1.0, lambda: print("Ran after 1 second"))

    await asyncio.sleep(0)  # zero sleep: let the loop run others
    print("Back in main")
    await asyncio.sleep(1.5)


asyncio.run(main())
