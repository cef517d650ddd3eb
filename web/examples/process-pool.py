import asyncio
from concurrent.futures import ProcessPoolExecutor

factor = 1  # each process has its own


def set_up(value):  # once in each process
    global factor
    factor = value


def sum_of_squares(n):
    if n == 0:
        raise ValueError("there is nothing to add up")
    return sum(i * i for i in range(n)) * factor  # arguments and results are copies


async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(2, initializer=set_up, initargs=(2,)) as pool:
        numbers = [2_000_000, 1_000_000, 500_000, 0]
        jobs = [loop.run_in_executor(pool, sum_of_squares, n) for n in numbers]
        for n, job in zip(numbers, jobs):  # in the order of the inputs
            try:
                print(f"{n}: {await job}")
            except ValueError as error:
                print(f"{n}: {error}")
        print(f"the factor here is still {factor}")


if __name__ == "__main__":
    asyncio.run(main())
