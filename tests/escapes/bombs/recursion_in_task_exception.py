# expect: stopped
import asyncio
async def main():
    "use workflow"
    async def deep(): 
        def d(): d()
        d()
    t = asyncio.create_task(deep())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return repr(t.exception())
