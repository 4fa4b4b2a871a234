# expect: stopped
import asyncio
async def main():
    "use workflow"
    ts = [asyncio.create_task(asyncio.sleep(1)) for _ in range(2000)]
    while True: await asyncio.wait(ts, timeout=0)
