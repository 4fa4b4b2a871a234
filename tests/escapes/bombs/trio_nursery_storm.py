# expect: stopped
import trio
async def main():
    "use workflow"
    async with trio.open_nursery() as n:
        async def f():
            n.start_soon(f); n.start_soon(f)
        n.start_soon(f)
