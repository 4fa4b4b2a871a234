# expect: stopped
import asyncio
async def main():
    "use workflow"
    async def deep(): 
        def d(): d()
        d()
    async def quick(): return 1
    for c in asyncio.as_completed([quick(), deep()]): return await c
