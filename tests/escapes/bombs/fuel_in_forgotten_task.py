# expect: stopped
import asyncio
async def main():
    "use workflow"
    async def bad():
        while True: pass
    asyncio.create_task(bad())
    await asyncio.sleep(0)
    return "forgotten"
