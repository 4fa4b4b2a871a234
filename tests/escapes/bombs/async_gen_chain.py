# expect: stopped
async def main():
    "use workflow"
    async def g(x):
        async for y in x: yield y
    async def z(): yield 1
    x = z()
    for _ in range(50_000): x = g(x)
    async for y in x: return y
