# expect: stopped Refused
import asyncio, copy
async def f(): pass


async def main():
    "use workflow"
    return copy.deepcopy(asyncio.create_task(f()))
