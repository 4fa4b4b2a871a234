# expect: stopped AccessRefused
from operator import attrgetter
import asyncio
async def f(): pass


async def main():
    "use workflow"
    return attrgetter("_waiters")(asyncio.create_task(f()))
