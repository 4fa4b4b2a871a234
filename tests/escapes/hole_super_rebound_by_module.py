# expect: stopped
# hole: policy trusts the name super; writing it on the module itself is not a binding that the policy sees
import workflow, asyncio
async def f(): pass


async def main():
    "use workflow"
    task = asyncio.create_task(f())
    workflow.super = lambda: task
    class A:
        def go(self): return super()._kernel
    return A().go()
