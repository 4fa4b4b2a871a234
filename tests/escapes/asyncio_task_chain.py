# expect: stopped AccessRefused
import asyncio
async def main():
    "use workflow"
    t = asyncio.create_task(asyncio.sleep(0))
    return t._coro, t.get_stack()
