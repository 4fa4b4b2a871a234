# expect: stopped AccessRefused
import asyncio
async def main():
    "use workflow"
    f = asyncio.Future()
    return f._callbacks
