# expect: stopped
import types


async def main():
    "use workflow"
    x = 1
    for _ in range(60): x = types.SimpleNamespace(a=x, b=x)
    return repr(x)
