# expect: stopped
from itertools import takewhile
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200_000): x = takewhile(abs, x)
    return next(x)
