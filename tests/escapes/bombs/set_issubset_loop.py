# expect: stopped
async def main():
    "use workflow"
    s = set(range(500_000))
    while True: s.issubset(s), s <= s, s.isdisjoint({-1})
