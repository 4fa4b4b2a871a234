# expect: stopped
import types
async def main():
    "use workflow"
    x = y = 1
    for _ in range(60): x, y = types.SimpleNamespace(a=x, b=x), types.SimpleNamespace(a=y, b=y)
    return x == y
