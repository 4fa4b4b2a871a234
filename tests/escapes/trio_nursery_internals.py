# expect: stopped
import trio
async def main():
    "use workflow"
    async with trio.open_nursery() as n: return n._kernel, n.child_tasks
