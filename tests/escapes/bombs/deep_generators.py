# expect: stopped
def g(x):
    yield from x
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(100_000): x = g(x)
    return next(x)
