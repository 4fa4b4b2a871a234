# expect: stopped
import asyncio
async def main():
    "use workflow"
    async def f(): pass
    await asyncio.gather(*[f() for _ in range(500_000)])
