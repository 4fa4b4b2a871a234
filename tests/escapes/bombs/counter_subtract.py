# expect: stopped
from collections import Counter
def make(levels, x):
    for _ in range(levels): x = (x, x)
    return x
async def main():
    "use workflow"
    tally = Counter()
    take = tally.subtract
    take([make(60, 1)])
    return tally
