# expect: refused refused-attribute
import asyncio
async def main():
    "use workflow"
    return asyncio.current_task().get_coro().cr_frame
