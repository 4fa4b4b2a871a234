# expect: stopped
import asyncio, enum


async def main():
    "use workflow"
    return enum.Enum("E", {"f": lambda self: 1}, type=asyncio.Future)
