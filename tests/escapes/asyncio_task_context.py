# expect: stopped
import asyncio
async def main():
    "use workflow"
    return asyncio.current_task().get_context()
