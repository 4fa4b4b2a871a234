# expect: stopped Cancelled
import trio
async def main():
    "use workflow"
    raise trio.Cancelled()
