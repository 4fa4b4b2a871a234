from typing import Protocol, runtime_checkable
@runtime_checkable
class Closeable(Protocol):
    def close(self) -> None: ...
class File:
    def close(self): return "closed"


async def main():
    "use workflow"
    return isinstance(File(), Closeable), isinstance(3, Closeable), File().close()
