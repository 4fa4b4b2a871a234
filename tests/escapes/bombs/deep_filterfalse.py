# expect: stopped
from itertools import filterfalse
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200_000): x = filterfalse(None, x)
    return next(x)
