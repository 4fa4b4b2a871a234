# expect: stopped
async def main():
    "use workflow"
    from itertools import product
    return next(product(*[range(9_000_000)] * 100))
