# expect: stopped
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(100_000): x = (y for y in x)
    return next(x)
