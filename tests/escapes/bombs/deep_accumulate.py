# expect: stopped
from itertools import accumulate
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200_000): x = accumulate(x)
    return next(x)
