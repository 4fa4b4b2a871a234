# expect: stopped AccessRefused
import asyncio
async def main():
    "use workflow"
    q = asyncio.Queue(); q.put_nowait(1)
    return q._queue, q._getters
