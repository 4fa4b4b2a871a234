# expect: stopped Refused
import trio
async def main():
    "use workflow"
    return trio.LockStatistics._asdict(main)
