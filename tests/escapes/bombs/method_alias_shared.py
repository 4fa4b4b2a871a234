# expect: stopped
def make(levels, x):
    for _ in range(levels): x = (x, x)
    return x
async def main():
    "use workflow"
    f = {}.get
    return f(make(60, 1))
