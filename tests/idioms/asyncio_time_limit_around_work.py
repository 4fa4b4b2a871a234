import asyncio


async def charge(seconds):
    try:
        await asyncio.sleep(seconds)
        return f"paid after {seconds}"
    finally:
        CLOSED.append(seconds)


CLOSED = []


async def main():
    "use workflow"
    found = []
    for seconds in (1, 9):
        try:
            async with asyncio.timeout(5) as limit:
                found.append(await charge(seconds))
        except TimeoutError:
            found.append(("too slow", limit.expired()))
    try:
        await asyncio.wait_for(charge(7), timeout=2)
    except asyncio.TimeoutError:
        found.append("again")
    found.append(await asyncio.wait_for(charge(1), timeout=None))
    return found, CLOSED
