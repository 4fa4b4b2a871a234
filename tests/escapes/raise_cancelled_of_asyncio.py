# expect: stopped Cancelled
import asyncio
async def main():
    "use workflow"
    raise asyncio.CancelledError
