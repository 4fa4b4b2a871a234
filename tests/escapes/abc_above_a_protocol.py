# expect: harmless False
from collections.abc import Mapping
from typing import Protocol, runtime_checkable
@runtime_checkable
class P(Mapping, Protocol): pass


async def main():
    "use workflow"
    class New: pass
    return isinstance(New(), Mapping)
