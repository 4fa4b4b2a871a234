# expect: stopped RecursionError
import contextlib


async def main():
    "use workflow"
    async def deep(*a): await deep()
    async with contextlib.AsyncExitStack() as stack:
        stack.push(lambda *a: True)
        stack.push_async_callback(deep)
    return "swallowed"
