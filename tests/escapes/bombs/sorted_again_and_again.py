# expect: stopped
async def main():
    "use workflow"
    xs = list(range(1_000_000))
    for _ in range(1_000_000): sorted(xs)
