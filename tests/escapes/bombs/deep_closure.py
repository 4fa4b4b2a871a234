# expect: stopped
def wrap(f):
    return lambda x: f(x)
async def main():
    "use workflow"
    x = abs
    for _ in range(300_000): x = wrap(x)
    return x(1)
