# expect: stopped
from collections import defaultdict
async def main():
    "use workflow"
    a = "a" * 5_000_000
    d = defaultdict(a.isidentifier)
    return len([d[i] for i in range(60_000)])
