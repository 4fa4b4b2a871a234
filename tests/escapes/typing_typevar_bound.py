# expect: refused refused-attribute
from typing import TypeVar


async def main():
    "use workflow"
    return TypeVar("T", bound="__import__('os')").__bound__
