# expect: stopped
async def main():
    "use workflow"
    xs = ["a" * 1_000_000 + str(i) for i in range(9)] * 2000
    return len(sorted(xs))
