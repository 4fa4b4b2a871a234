# expect: stopped
async def main():
    "use workflow"
    print(*[1] * 100_000, sep="x" * 10_000)
