# expect: stopped NotOffered
import asyncio
async def main():
    "use workflow"
    return asyncio.run(asyncio.sleep(0))
