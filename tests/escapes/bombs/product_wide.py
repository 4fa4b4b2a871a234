# expect: stopped
async def main():
    "use workflow"
    from itertools import product
    return sum(1 for _ in product(range(2), repeat=5_000))
