# expect: stopped
from collections import Counter
async def main():
    "use workflow"
    c = Counter(range(300_000))
    while True: c.most_common(3)
