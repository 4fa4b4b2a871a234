# expect: stopped
import trio
async def main():
    "use workflow"
    l = trio.Lock()
    async with l: return l.statistics().owner._coroutine
