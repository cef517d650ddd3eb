import asyncio


async def demonstrate_scheduling():
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: print("[ready] I run next iteration"))

    loop.call_later(0.5, lambda: print("[delayed] I run after 0.5s"))
    loop.call_later(0.1, lambda: print("[delayed] I run after 0.1s"))

    now = loop.time()
    loop.call_at(now + 0.2, lambda: print("[delayed] I run at loop_time+0.2"))

    never = loop.call_later(0.3, lambda: print("[delayed] you will not see this"))
    never.cancel()
    print("taken back:", "yes" if never.cancelled() else "no")

    await asyncio.sleep(1)  # wait for all callbacks to fire


asyncio.run(demonstrate_scheduling())
