# expect: stopped
from itertools import chain
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200_000): x = chain(x)
    return next(x)
