# expect: stopped
from collections import Counter
async def main():
    "use workflow"
    m = 2**61 - 1
    return len(Counter(i * m for i in range(30_000)))
