# expect: stopped
async def main():
    "use workflow"
    xs = [0] * 1_000_000
    kept = []
    while True: kept.append(xs[:])
