# expect: stopped AccessRefused
import asyncio
class T(asyncio.Task): pass


async def main():
    "use workflow"
    return T
