# expect: stopped RecursionError
from contextlib import AsyncExitStack
async def main():
    "use workflow"
    def deep(): deep()
    async def yes(*a): return True
    async with AsyncExitStack() as s:
        s.push_async_exit(yes)
        deep()
    return "swallowed"
