# expect: stopped
async def main():
    "use workflow"
    import random
    kept = []
    while True: kept.append(random.choices([1, 2], k=9_000_000))
