# expect: stopped
from itertools import zip_longest
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200_000): x = zip_longest(x)
    return next(x)
