# expect: stopped NotOffered
import asyncio
async def main():
    "use workflow"
    return await asyncio.get_event_loop().run_in_executor(None, print)
