# expect: stopped
from itertools import starmap
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200_000): x = starmap(abs, x)
    return next(x)
