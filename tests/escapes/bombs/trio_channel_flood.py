# expect: stopped
import trio
async def main():
    "use workflow"
    s, r = trio.open_memory_channel(10**9)
    while True: s.send_nowait("x" * 100)
