# expect: stopped
async def main():
    "use workflow"
    s, t = set(range(500_000)), set(range(500_000, 1_000_000))
    kept = []
    while True: kept.append(s | t)
