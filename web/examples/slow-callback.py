import asyncio
import logging
import re
import time


async def parser():
    await asyncio.sleep(0.1)
    time.sleep(0.6)  # nothing here waits: the loop stands still
    print("parser: done")


async def ticker():
    for _ in range(3):
        await asyncio.sleep(0.05)
    print("ticker: done")


async def main():
    asyncio.get_running_loop().slow_callback_duration = 0.4
    parsing = asyncio.create_task(parser(), name="parser")
    await asyncio.gather(parsing, ticker())


class Found(logging.Handler):
    def emit(self, record):
        step = re.search(r"name='(\w+)'.* took", record.getMessage())
        if step:
            print(f"found: a step of {step[1]}")


logging.getLogger("asyncio").addHandler(Found())
asyncio.run(main(), debug=True)
