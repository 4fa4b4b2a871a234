# expect: stopped
import itertools
async def main():
    "use workflow"
    c = [0] * 1_000_000
    for _ in range(60_000): next(itertools.islice(c, 999_999, None))
