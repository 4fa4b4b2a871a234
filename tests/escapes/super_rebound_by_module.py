# expect: stopped
import workflow, asyncio
async def f(): pass


async def main():
    "use workflow"
    task = asyncio.create_task(f())
    workflow.super = lambda: task
    class A:
        def go(self): return super()._kernel
    return A().go()
