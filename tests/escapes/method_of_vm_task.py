# expect: stopped
import asyncio, json


async def main():
    "use workflow"
    return asyncio.Task.set_name(json.dumps, "x")
