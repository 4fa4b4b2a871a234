# expect: stopped
import trio
async def main():
    "use workflow"
    async def f(n):
        with trio.CancelScope(): await f(n + 1)
    await f(0)
