import anyio


async def slow_op():
    await anyio.sleep(8)


async def call_external():
    try:
        with anyio.fail_after(5):  # too late is an error
            await slow_op()
        print("fail_after: in time")
    except TimeoutError:
        print("fail_after: too slow")


async def ask_cache():
    with anyio.move_on_after(1) as scope:  # too late is no error: go on without it
        await slow_op()
    print("move_on_after: went on without it" if scope.cancelled_caught else "move_on_after: in time")


# A cancelled scope stays cancelled: cleanup that waits needs a shield.
async def clean_up():
    with anyio.CancelScope(shield=True):
        await anyio.sleep(0.5)
    print("cleaned up, shielded")


async def deadlines():
    await call_external()
    await ask_cache()

    with anyio.move_on_after(1):
        try:
            await slow_op()
        finally:
            await clean_up()


anyio.run(deadlines)
