# expect: stopped
async def main():
    "use workflow"
    xs = ["a" * 100_000 + str(i) for i in range(60)]
    while True: max(xs)
