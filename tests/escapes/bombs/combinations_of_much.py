# expect: stopped
async def main():
    "use workflow"
    from itertools import combinations
    return list(combinations(range(100), 50))
