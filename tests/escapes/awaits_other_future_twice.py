# expect: stopped
import asyncio
async def main():
    "use workflow"
    c = asyncio.sleep(0)
    await c
    await c
    return "twice"
