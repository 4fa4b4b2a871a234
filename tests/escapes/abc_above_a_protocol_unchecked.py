# expect: harmless False
from collections.abc import Iterable
from typing import Protocol
class P(Iterable, Protocol): pass


async def main():
    "use workflow"
    class New: pass
    return isinstance(New(), Iterable)
