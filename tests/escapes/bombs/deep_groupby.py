# expect: stopped
from itertools import groupby
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200_000): x = groupby(x)
    return next(x)
