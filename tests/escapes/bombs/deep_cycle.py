# expect: stopped
from itertools import cycle
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200_000): x = cycle(x)
    return next(x)
