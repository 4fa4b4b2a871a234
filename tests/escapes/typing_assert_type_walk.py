# expect: refused refused-attribute
from typing import TypeVar
T = TypeVar("T", bound="__import__('os').system('true')")
async def main():
    "use workflow"
    return T.__bound__._evaluate({}, {}, frozenset())
