# expect: stopped
# hole: a class of the library under another name does not look at what it hashes
from collections import Counter as Tally
def make(levels, x):
    for _ in range(levels): x = (x, x)
    return x
async def main():
    "use workflow"
    return Tally([make(60, 1)])
