# expect: stopped
import itertools
async def main():
    "use workflow"
    x = iter([])
    for _ in range(100_000): x = itertools.chain(x, [1])
    return next(x)
