# expect: stopped
async def main():
    "use workflow"
    from functools import reduce
    from operator import add
    return len(reduce(add, [[0] * 100_000] * 100_000))
