# expect: stopped NotOffered
import asyncio
async def main():
    "use workflow"
    return await asyncio.create_subprocess_exec("true")
