# expect: refused refused-attribute
from typing import NewType
async def main():
    "use workflow"
    return NewType("X", main).__supertype__.__globals__
