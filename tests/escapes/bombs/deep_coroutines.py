# expect: stopped
async def f(x):
    if x is not None: await x
async def main():
    "use workflow"
    x = f(None)
    for _ in range(100_000): x = f(x)
    return await x
