# expect: stopped
async def main():
    "use workflow"
    from itertools import chain
    return list(chain(*[range(9_000_000)] * 100))
