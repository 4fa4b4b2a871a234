from collections import namedtuple
from typing import NamedTuple
Point = namedtuple("Point", "x y", defaults=[0])
class Pixel(NamedTuple):
    x: int
    y: int = 1
    color: str = "red"
    def moved(self, dx): return self._replace(x=self.x + dx)


async def main():
    "use workflow"
    p, q = Point(3), Pixel(1)
    x, y = p
    match q:
        case Pixel(x=1, color=c): found = c
    return p, p._replace(y=5), p._asdict(), Point._make([1, 2]), q.moved(2), Pixel._fields, x + y, found, p == (3, 0), Pixel._field_defaults
