# expect: stopped
import asyncio
async def main():
    "use workflow"
    q = asyncio.Queue()
    async def w():
        while True: q.put_nowait(await q.get())
    ts = [asyncio.create_task(w()) for _ in range(10)]
    q.put_nowait(1)
    await q.join()
