# expect: stopped
import asyncio
async def main():
    "use workflow"
    shared = ["a"]
    for _ in range(60):
        shared = [shared, shared]
    queue = asyncio.Queue()
    queue.put_nowait(shared)
    return repr(queue)
