# expect: stopped
import trio
async def main():
    "use workflow"
    async def deep(): 
        def d(): d()
        d()
    try:
        async with trio.open_nursery() as n: n.start_soon(deep)
    except ExceptionGroup as g: return "swallowed"
