# expect: stopped NotOffered
import asyncio


async def main():
    "use workflow"
    return asyncio.to_thread(print)
