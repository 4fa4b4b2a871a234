# expect: stopped
import trio
async def main():
    "use workflow"
    t = trio.lowlevel.current_task()
    return t.context, t.parent_nursery
