# expect: stopped
from itertools import dropwhile
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200_000): x = dropwhile(abs, x)
    return next(x)
