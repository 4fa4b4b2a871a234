# expect: stopped
async def main():
    "use workflow"
    import random
    xs = list(range(1_000_000))
    while True: random.shuffle(xs)
