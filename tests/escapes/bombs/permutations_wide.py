# expect: stopped
async def main():
    "use workflow"
    from itertools import permutations
    return sum(1 for _ in permutations(range(5_000)))
