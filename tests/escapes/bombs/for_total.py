# expect: stopped
from collections import Counter
async def main():
    "use workflow"
    c = Counter(range(500_000))
    for _ in range(60_000): c.total()
