# expect: stopped NotOffered
import asyncio
async def main():
    "use workflow"
    return await asyncio.open_connection("localhost", 1)
