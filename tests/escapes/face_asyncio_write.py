# expect: stopped AccessRefused
import asyncio


async def main():
    "use workflow"
    asyncio.sleep = print
