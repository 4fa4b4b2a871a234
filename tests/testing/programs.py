"""Workflows that the tests of the test kit test."""

ORDER = """
from vm import create_hook, race, sleep, step, gather

async def buy(item, within="7d"):
    "use workflow"
    paid = await charge(item)
    with create_hook(f"{item}.answer", metadata={"item": item}) as hook:
        answer = await race(hook, sleep(within))
    return {"paid": paid, "answer": answer}

async def charge(item):
    "use step"
    return f"paid for {item}"
"""

NAPS = """
from vm import now, sleep

async def nap(days=3):
    "use workflow"
    seen = []
    for _ in range(days):
        await sleep("1d")
        seen.append(await note(now().day))
    return seen

def note(day):
    "use step"
    return day
"""
