from typing import Protocol, runtime_checkable
@runtime_checkable
class HasGo(Protocol):
    def go(self): ...
class B:
    def go(self): return 1


async def main():
    "use workflow"
    return isinstance(B(), HasGo), isinstance(3, HasGo)
