# expect: stopped
import trio
async def main():
    "use workflow"
    while True: await trio.lowlevel.checkpoint()
