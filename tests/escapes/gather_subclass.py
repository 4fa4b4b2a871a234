# expect: stopped AccessRefused
import asyncio


async def main():
    "use workflow"
    class T(type(asyncio.gather())): pass
