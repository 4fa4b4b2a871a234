# expect: stopped
from collections import namedtuple
P = namedtuple("P", "a b")
async def main():
    "use workflow"
    x = y = 1
    for _ in range(60): x, y = P(x, x), P(y, y)
    return x == y, hash(x), repr(x)
