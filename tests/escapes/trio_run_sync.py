# expect: stopped NotOffered
import trio
async def main():
    "use workflow"
    return await trio.to_thread.run_sync(print)
