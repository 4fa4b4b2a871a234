# expect: stopped
import types
async def main():
    "use workflow"
    x = y = 1
    for _ in range(60): x, y = types.MappingProxyType({1: x, 2: x}), types.MappingProxyType({1: y, 2: y})
    return x == y
