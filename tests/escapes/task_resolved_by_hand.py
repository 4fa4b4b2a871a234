# expect: stopped AccessRefused
import asyncio
async def f(): pass


async def main():
    "use workflow"
    asyncio.create_task(f())._resolve(1)
