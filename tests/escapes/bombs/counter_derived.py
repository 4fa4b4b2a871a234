# expect: stopped
from collections import Counter
class Tally(Counter):
    pass
def make(levels, x):
    for _ in range(levels): x = (x, x)
    return x
async def main():
    "use workflow"
    return Tally(iter([make(60, 1)]))
