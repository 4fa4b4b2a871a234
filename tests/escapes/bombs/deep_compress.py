# expect: stopped
from itertools import compress
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200_000): x = compress(x, x)
    return next(x)
