# expect: stopped
def make(levels, x):
    for _ in range(levels): x = (x, x)
    return x
async def main():
    "use workflow"
    from operator import getitem
    return getitem({}, make(60, 1))
