# expect: stopped
async def main():
    "use workflow"
    from collections import Counter
    xs = list(range(500_000))
    while True: Counter(xs)
