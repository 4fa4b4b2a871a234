# expect: stopped
async def main():
    "use workflow"
    xs = [0] * 100_000
    kept = []
    while True: kept.append(list(xs))
