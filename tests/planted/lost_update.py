"""Planted: a step that is begun and not awaited. The save that is made last stays, and it may be the old one."""

from vm import create_task

SHELF: dict[str, int] = {}


async def restock(item: str = "tea") -> int:
    "use workflow"
    create_task(save(item, 1))
    await save(item, 2)
    return await load(item)


async def save(item: str, count: int) -> None:
    "use step"
    SHELF[item] = count


async def load(item: str) -> int:
    "use step"
    return SHELF[item]
