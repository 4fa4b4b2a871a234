# expect: stopped
import asyncio
async def main():
    "use workflow"
    queue = asyncio.Queue()
    queue.put_nowait("x")
    for _ in range(60):
        outer = asyncio.Queue()
        outer.put_nowait(queue)
        outer.put_nowait(queue)
        queue = outer
    return str(queue)
