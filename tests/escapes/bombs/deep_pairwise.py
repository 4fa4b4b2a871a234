# expect: stopped
from itertools import pairwise
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200_000): x = pairwise(x)
    return next(x)
