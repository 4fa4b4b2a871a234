# expect: stopped
async def main():
    "use workflow"
    s = set(range(500_000))
    for _ in range(60_000): s <= s
