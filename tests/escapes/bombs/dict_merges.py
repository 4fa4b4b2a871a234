# expect: stopped
async def main():
    "use workflow"
    d = dict.fromkeys(range(500_000))
    e = dict.fromkeys(range(500_000, 1_000_000))
    kept = []
    while True: kept.append(d | e)
