# expect: stopped
async def main():
    "use workflow"
    d = dict.fromkeys(range(1_000_000))
    kept = []
    while True: kept.append(d.copy())
