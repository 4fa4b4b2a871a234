# expect: stopped
async def main():
    "use workflow"
    s = frozenset(range(500_000))
    while True: hash(frozenset([*s]))
