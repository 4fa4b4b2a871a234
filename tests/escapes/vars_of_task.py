# expect: stopped AccessRefused
import asyncio
async def f(): pass


async def main():
    "use workflow"
    return vars(asyncio.create_task(f()))
