# expect: stopped TypeError
from operator import setitem
from enum import Enum


async def main():
    "use workflow"
    setitem(Enum.__members__, "x", 1)
