# expect: stopped
async def main():
    "use workflow"
    xs, ys = [0] * 500_000, [1] * 500_000
    kept = []
    while True: kept.append(xs + ys)
