# expect: stopped
async def main():
    "use workflow"
    from itertools import chain
    return list(chain.from_iterable([] for _ in range(10 ** 7)))
