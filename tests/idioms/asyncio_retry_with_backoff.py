import asyncio


class Unavailable(Exception):
    pass


def flaky(failures):
    left = iter(range(failures))

    async def call(value):
        await asyncio.sleep(0.5)
        for _ in left:
            raise Unavailable(f"try {value} later")
        return value * 2

    return call


async def retry(call, *args, attempts=4, base=1.0):
    for attempt in range(1, attempts + 1):
        try:
            return await call(*args), attempt
        except Unavailable as error:
            if attempt == attempts:
                error.add_note(f"after {attempts} attempts")
                raise
            await asyncio.sleep(base * 2 ** (attempt - 1))


async def main():
    "use workflow"
    loop = asyncio.get_running_loop()
    start = loop.time()
    good = await retry(flaky(2), 21)
    try:
        await retry(flaky(9), 1, attempts=2)
    except Unavailable as error:
        bad = str(error), error.__notes__
    return good, bad, round(loop.time() - start, 1)
