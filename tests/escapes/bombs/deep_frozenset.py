# expect: stopped
async def main():
    "use workflow"
    x = frozenset()
    for _ in range(300_000): x = frozenset([x])
    return x == frozenset([x])
