# expect: stopped
import asyncio
async def main():
    "use workflow"
    c = asyncio.Condition()
    async def w():
        async with c: await c.wait()
    ts = [asyncio.create_task(w()) for _ in range(3000)]
    await asyncio.sleep(0)
    while True:
        async with c: c.notify_all()
        await asyncio.sleep(0)
