# expect: stopped
import asyncio
async def main():
    "use workflow"
    async def deep(): 
        def d(): d()
        d()
    try:
        async with asyncio.TaskGroup() as n: n.create_task(deep())
    except ExceptionGroup as g: return "swallowed"
