# expect: stopped
import itertools
async def main():
    "use workflow"
    x = y = ()
    for _ in range(60): x, y = (x, x), (y, y)
    return [k for k, _ in itertools.groupby([x, y])]
