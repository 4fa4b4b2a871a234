# expect: stopped AccessRefused
import asyncio
async def f(): pass


async def main():
    "use workflow"
    return asyncio.create_task(f())._kernel
