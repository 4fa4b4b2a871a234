"""The workflows of the worlds kept here: one for each state that a run can be left in."""

import os
import random
import signal

from vm import FatalError, RetryableError, gather, log, now, sleep, step, uuid4


async def sell(item: str, pause: str = "5ms") -> dict:
    "use workflow"
    price, stock = await gather(look_up(item), count(item))
    log(f"{item} costs {price} at {now():%H:%M}")
    await sleep(pause)
    label = f"{item}-{random.randrange(1000)}"
    return {"label": label, "key": uuid4(), "sent": await send(label), "stock": stock - 1}


async def refuse(item: str) -> str:
    "use workflow"
    return await forbid(item)


async def insist(item: str) -> str:
    "use workflow"
    return await call_back(item)


async def stall(item: str) -> str:
    "use workflow"
    await send(item)
    return await die(item)


async def look_up(item: str) -> int:
    "use step"
    return 100 * len(item)


def count(item: str) -> int:
    "use step"
    return len(item)


async def send(label: str) -> str:
    "use step"
    return f"sent {label}"


async def forbid(item: str) -> str:
    "use step"
    raise FatalError(f"we do not sell {item}")


@step(max_retries=9)
async def call_back(item: str) -> str:
    raise RetryableError(f"nobody knows {item}", retry_after="1h")


async def die(item: str) -> str:
    "use step"
    if "SHOP_IS_DOOMED" in os.environ:
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{item} survived"
