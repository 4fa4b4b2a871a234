# expect: stopped Refused
import copy, asyncio
async def main():
    "use workflow"
    return copy.deepcopy(asyncio.Lock())
