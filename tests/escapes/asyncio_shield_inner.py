# expect: refused refused-attribute
import asyncio
async def main():
    "use workflow"
    return asyncio.shield(asyncio.sleep(0)).__await__().gi_frame
