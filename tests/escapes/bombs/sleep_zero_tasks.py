# expect: stopped
async def main():
    "use workflow"
    import asyncio
    async def f():
        while True: await asyncio.sleep(0)
    await asyncio.gather(f(), f())
