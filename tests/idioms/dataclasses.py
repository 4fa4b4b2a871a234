from dataclasses import dataclass, field

from typing import ClassVar
@dataclass(order=True)
class Item:
    name: str
    price: float = 1.5
    tags: list[str] = field(default_factory=list)
    count: ClassVar[int] = 0
    def __post_init__(self): Item.count += 1
@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0
    def __post_init__(self): object.__setattr__(self, "y", self.x * 2)
    def moved(self): return Point(self.x + 1)
@dataclass(slots=True)
class Counter:
    n: int = 0
    def up(self): self.n += 1; return self


async def main():
    "use workflow"
    a, b = Item("a"), Item("b", 2.0, ["t"])
    frozen = "no"
    try: Point(1).x = 3
    except AttributeError: frozen = "yes"
    return repr(a), repr(b), a < b, a == Item("a"), Item.count, repr(Point(1).moved()), Point(1) == Point(1), frozen, repr(Counter().up())
