# expect: stopped
async def main():
    "use workflow"
    m = 2**61 - 1
    xs = [i * m for i in range(30_000)]
    return len(set(xs) & frozenset(xs))
