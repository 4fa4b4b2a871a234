"""The workflows that are measured. Their steps do nothing: what is left is what a step costs."""

from __future__ import annotations

from typing import Final

WORKFLOWS: Final = """
from vm import create_hook, gather, sleep

async def sequential(steps: int = 1) -> int:
    "use workflow"
    total = 0
    for number in range(steps):
        total += await one(number)
    return total

async def fanout(steps: int) -> int:
    "use workflow"
    return sum(await gather(*[one(number) for number in range(steps)]))

async def sequential_threads(steps: int) -> int:
    "use workflow"
    total = 0
    for number in range(steps):
        total += await plain(number)
    return total

async def fanout_threads(steps: int) -> int:
    "use workflow"
    return sum(await gather(*[plain(number) for number in range(steps)]))

async def timers(count: int) -> int:
    "use workflow"
    for _ in range(count):
        await sleep("1ms")
    return count

async def listener(count: int) -> int:
    "use workflow"
    heard = 0
    with create_hook("listener") as hook:
        while heard < count:
            await hook
            heard += await one(heard)
    return heard

async def sleeper(hours: int) -> int:
    "use workflow"
    await sleep(f"{hours}h")
    return hours

async def one(number: int) -> int:
    "use step"
    return 1

def plain(number: int) -> int:
    "use step"
    return 1
"""

ONE_STEP: Final = """
async def main() -> int:
    "use workflow"
    return await one(1)

async def one(number: int) -> int:
    "use step"
    return 1
"""
"""A file with one workflow, for the command line."""
