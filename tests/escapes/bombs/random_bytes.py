# expect: stopped
async def main():
    "use workflow"
    import random
    kept = []
    while True: kept.append(random.randbytes(9_000_000))
