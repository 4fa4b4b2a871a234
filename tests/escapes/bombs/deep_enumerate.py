# expect: stopped
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200_000): x = enumerate(x)
    return next(x)
