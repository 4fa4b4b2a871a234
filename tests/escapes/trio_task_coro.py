# expect: stopped
import trio
async def main():
    "use workflow"
    return trio.lowlevel.current_task().coro
