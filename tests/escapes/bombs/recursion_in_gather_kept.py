# expect: stopped
import asyncio
async def main():
    "use workflow"
    async def deep(): 
        def d(): d()
        d()
    return [type(x).__name__ for x in await asyncio.gather(deep(), return_exceptions=True)]
