# expect: stopped
async def main():
    "use workflow"
    import asyncio
    async def f(): pass
    await asyncio.gather(*[f() for _ in range(1_000_000)])
    while True: pass
