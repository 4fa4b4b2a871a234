# expect: stopped
def g(x):
    for y in x: yield y
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(100_000): x = g(x)
    return next(x)
