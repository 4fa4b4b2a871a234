# expect: stopped
async def main():
    "use workflow"
    n = 1 << 1_999_000
    kept = []
    while True: kept.append(n + len(kept))
