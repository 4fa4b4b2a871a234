# expect: stopped
from collections import ChainMap
async def main():
    "use workflow"
    x = {}
    for _ in range(100_000): x = ChainMap(x)
    return x.get(1)
