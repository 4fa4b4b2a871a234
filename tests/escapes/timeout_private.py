# expect: stopped AccessRefused
import asyncio


async def main():
    "use workflow"
    return asyncio.timeout(1)._context
