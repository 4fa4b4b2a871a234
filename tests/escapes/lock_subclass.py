# expect: stopped AccessRefused
import asyncio


async def main():
    "use workflow"
    class L(type(asyncio.Lock())): pass
