# expect: stopped
async def main():
    "use workflow"
    import random
    kept = []
    while True: kept.append(random.getrandbits(1_999_999))
