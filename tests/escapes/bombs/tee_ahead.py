# expect: stopped
async def main():
    "use workflow"
    from itertools import tee
    a, b = tee(iter(range(9_000_000)))
    return sum(a)
