# expect: stopped
from collections import OrderedDict
async def main():
    "use workflow"
    x = y = 1
    for _ in range(60): x, y = OrderedDict(a=x, b=x), OrderedDict(a=y, b=y)
    return x == y
