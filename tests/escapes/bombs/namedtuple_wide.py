# expect: stopped
async def main():
    "use workflow"
    from collections import namedtuple
    return namedtuple('A', [f'a{i}' for i in range(100_000)])
