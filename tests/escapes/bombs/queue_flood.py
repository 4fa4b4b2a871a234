# expect: stopped
async def main():
    "use workflow"
    import asyncio
    q = asyncio.Queue()
    while True: await q.put('x' * 1000)
