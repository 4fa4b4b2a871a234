# expect: stopped NotOffered
import trio
async def main():
    "use workflow"
    return trio.abc.Instrument
