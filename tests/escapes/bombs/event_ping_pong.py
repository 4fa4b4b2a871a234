# expect: stopped
async def main():
    "use workflow"
    import asyncio
    q, r = asyncio.Queue(), asyncio.Queue()
    async def f(a, b):
        while True: b.put_nowait(await a.get())
    q.put_nowait(1)
    await asyncio.gather(f(q, r), f(r, q))
