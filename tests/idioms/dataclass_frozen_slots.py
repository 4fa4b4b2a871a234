from dataclasses import dataclass, FrozenInstanceError
@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    x: int
    y: int = 0
    def moved(self, dx): return Point(x=self.x + dx, y=self.y)


async def main():
    "use workflow"
    p = Point(x=1)
    try: p.x = 2
    except FrozenInstanceError as error: said = str(error)
    return repr(p.moved(4)), p == Point(x=1, y=0), said, len({p, Point(x=1)}), {p: "found"}[Point(x=1)]
