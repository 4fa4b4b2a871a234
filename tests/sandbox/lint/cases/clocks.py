import time
from time import monotonic as tick
import datetime
from datetime import UTC, date, datetime as dt
from vm import now


async def main(deadline, count):
    "use workflow"
    time.time()  #! run-clock
    tick()  #! run-clock
    time.strftime("%Y")
    dt.now(UTC)
    dt.now(tz=UTC)
    dt.now()  #! naive-clock
    dt.utcnow()  #! naive-clock
    date.today()  #! naive-clock
    datetime.datetime.today()  #! naive-clock
    time.localtime()  #! naive-clock
    time.localtime(5)
    now()
    clock = time.time
    while now() < deadline:  #! clock-stands-still
        count += 1
    while count and (dt.now(UTC) < deadline):  #! clock-stands-still

        async def unused():
            await sleep(1)

        count += 1
    while now() < deadline:
        await sleep("1s")
    while now() < deadline:
        async for _ in count:
            break
    while now() < deadline:
        async with count:
            break
    while now() < deadline:
        count = [x async for x in deadline]
    while count < 5:
        count += 1
    return helper


def helper(end):
    while now() < end:
        yield 1


def charge():
    "use step"
    while time.time() < 5:
        pass
    return date.today()
