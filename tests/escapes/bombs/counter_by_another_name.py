# expect: stopped
from collections import Counter as Tally
def make(levels, x):
    for _ in range(levels): x = (x, x)
    return x
async def main():
    "use workflow"
    return Tally([make(60, 1)])
