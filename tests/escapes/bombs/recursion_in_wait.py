# expect: stopped
import asyncio
async def main():
    "use workflow"
    async def deep(): 
        def d(): d()
        d()
    done, _ = await asyncio.wait([asyncio.create_task(deep())])
    return len(done)
