# expect: stopped
import asyncio
async def f():
    await asyncio.gather(f(), f())
async def main():
    "use workflow"
    await f()
