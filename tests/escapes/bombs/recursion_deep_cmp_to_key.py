# expect: stopped
import functools
async def main():
    "use workflow"
    k = functools.cmp_to_key(lambda a, b: a < b)
    x = 1
    for _ in range(100_000): x = k(x)
    x = None
    return "ok"
