# expect: stopped
async def main():
    "use workflow"
    from functools import reduce
    return reduce(lambda a, b: a + a, range(60), [1])
