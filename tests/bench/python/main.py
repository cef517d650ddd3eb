"""The works in asyncio: `main.py LOOP WORK REPEATS PAUSE N M`, LOOP being asyncio, uvloop or webloop:
Pyodide's, which runs already, and whoever runs this awaits `running`.

Prints the marks that mark.h describes.
"""
import asyncio
import os
import sys
import time

check = 0


def make_random():
    """The same numbers as bench_random's in main.c."""
    state = 1

    def random(limit):
        nonlocal state
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        return state * limit >> 32

    return random


def read_process():
    """CPU time and memory; "-" where there is no process to tell of itself."""
    if sys.platform == "emscripten":
        return "-", "-"
    with open("/proc/self/statm") as statm:
        return time.process_time_ns(), int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE")


async def mark(what, pause):
    print(what, *read_process(), check, flush=True)
    await asyncio.sleep(pause)


async def spawn_join(n, m, hold):
    async def add(number):
        global check
        check += number

    for done in range(0, n, m):
        tasks = [asyncio.create_task(add(done + i)) for i in range(m)]
        for task in tasks:
            await task


async def yield_(n, m, hold):
    async def step(i):
        global check
        await asyncio.sleep(0)
        check += i

    async def yielder():
        for i in range(m):
            await step(i)

    for task in [asyncio.create_task(yielder()) for _ in range(n)]:
        await task


async def yield_deep(n, m, hold):
    async def frame(depth, i):
        global check
        if depth == 0:
            await asyncio.sleep(0)
            return
        await frame(depth - 1, i)
        check += i

    async def yielder():
        for i in range(m):
            await frame(9, i)

    for task in [asyncio.create_task(yielder()) for _ in range(n)]:
        await task


async def hand_off(n, m, hold):
    global check
    there, back = asyncio.Queue(1), asyncio.Queue(1)

    async def echo():
        for _ in range(n):
            await back.put(await there.get())

    task = asyncio.create_task(echo())
    for i in range(n):
        await there.put(i)
        check += await back.get()
    await task


async def queue(n, m, hold):
    global check
    items = asyncio.Queue(m)

    async def produce():
        for i in range(n):
            await items.put(i)

    task = asyncio.create_task(produce())
    for _ in range(n):
        check += await items.get()
    await task


async def sleepers(n, m, hold):
    random = make_random()

    async def sleeper(milliseconds):
        global check
        await asyncio.sleep(milliseconds / 1e3)
        check += milliseconds

    for task in [asyncio.create_task(sleeper(random(m))) for _ in range(n)]:
        await task


async def timers(n, m, hold):
    global check
    random = make_random()
    loop = asyncio.get_running_loop()
    handles = [loop.call_later(60 + random(1000) / 1e3, sys.exit) for _ in range(n)]
    for handle in handles:
        handle.cancel()
        check += 1


async def memory(n, m, hold):
    async def sleeper():
        global check
        check += 1
        await asyncio.sleep(3600)

    tasks = [asyncio.create_task(sleeper()) for _ in range(n)]
    await asyncio.sleep(0)
    await hold()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def cancel(n, m, hold):
    global check

    async def sleeper():
        await asyncio.sleep(3600)

    tasks = [asyncio.create_task(sleeper()) for _ in range(n)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    for task in tasks:
        try:
            await task
        except asyncio.CancelledError:
            check += 1


async def gather(n, m, hold):
    global check

    async def double(number):
        return number * 2

    check += sum(await asyncio.gather(*[double(i) for i in range(n)]))


async def main(work, repeats, pause, n, m):
    global check
    for _ in range(repeats):
        check = 0
        await mark("begin", pause)
        await work(n, m, lambda: mark("hold", pause))
        await mark("end", pause)


loop_name, name, repeats, pause, n, m = sys.argv[1:]
if loop_name == "uvloop":
    import uvloop

    uvloop.install()
work = globals()["yield_" if name == "yield" else name]
running = main(work, int(repeats), float(pause) / 1e3, int(n), int(m))
if loop_name != "webloop":
    asyncio.run(running)
