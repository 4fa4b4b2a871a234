# expect: stopped
async def main():
    "use workflow"
    xs = ["a" * 100_000 + str(i) for i in range(90)]
    while True: sorted(xs)
