# expect: stopped AccessRefused
import asyncio


async def main():
    "use workflow"
    return asyncio.TaskGroup()._scope
