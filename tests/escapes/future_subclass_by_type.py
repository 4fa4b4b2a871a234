# expect: stopped AccessRefused
import asyncio
async def f(): pass


async def main():
    "use workflow"
    class T(type(asyncio.create_task(f()))): pass
