# expect: stopped
async def main():
    "use workflow"
    from itertools import combinations
    return sum(1 for _ in combinations(range(1000), 500))
