from contextlib import AsyncExitStack


async def main():
    "use workflow"
    done = []
    async def clean(x): done.append(x)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(clean, 1)
        stack.callback(done.append, 2)
    return done
