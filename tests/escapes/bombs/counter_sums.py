# expect: stopped
async def main():
    "use workflow"
    from collections import Counter
    c = Counter(range(300_000))
    while True: c + c
