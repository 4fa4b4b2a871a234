# expect: stopped
import asyncio, json
async def f(): pass


async def main():
    "use workflow"
    type(asyncio.create_task(f())).set_name(json.dumps, "x")
