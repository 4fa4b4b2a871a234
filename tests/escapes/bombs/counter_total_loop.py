# expect: stopped
from collections import Counter
async def main():
    "use workflow"
    c = Counter(range(500_000))
    while True: c.total()
