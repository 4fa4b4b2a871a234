# expect: stopped
from itertools import batched
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200_000): x = batched(x, 1)
    return next(x)
