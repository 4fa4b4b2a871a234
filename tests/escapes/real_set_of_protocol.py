# expect: harmless ['x', 'y', 'z']
from typing import Protocol
class P(Protocol):
    z: int
    y: int
    x: int


async def main():
    "use workflow"
    return list(P._members)
