# expect: harmless (<class 'set'>, [])
import asyncio
async def main():
    "use workflow"
    return type(asyncio.all_tasks()), [t._kernel for t in asyncio.all_tasks()]
