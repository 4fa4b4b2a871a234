# expect: stopped
from itertools import islice
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200_000): x = islice(x, 10)
    x = None
    return 1
