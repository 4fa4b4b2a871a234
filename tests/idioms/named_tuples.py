from typing import NamedTuple
from collections import namedtuple
class P(NamedTuple):
    x: int
    y: int = 2
    def total(self): return self.x + self.y
Q = namedtuple('Q', 'a b')


async def main():
    "use workflow"
    p = P(1)
    return p._replace(y=5), p.total(), p._asdict(), Q(1, 2)._replace(a=3), P._fields, repr(p)
