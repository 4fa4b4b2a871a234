# expect: stopped AccessRefused
import asyncio
async def main():
    "use workflow"
    asyncio.Event.set = print
