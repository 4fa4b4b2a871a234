# expect: harmless <face asyncio.loop>
import asyncio


async def main():
    "use workflow"
    return asyncio.get_running_loop()
