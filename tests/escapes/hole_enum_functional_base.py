# expect: stopped
# hole: Enum(type=...) derives from a class that check_base refuses
import asyncio, enum


async def main():
    "use workflow"
    return enum.Enum("E", {"f": lambda self: 1}, type=asyncio.Future)
