# expect: stopped
import functools
async def main():
    "use workflow"
    x = print
    for _ in range(200_000): x = functools.partial(x, x)
    x = None
    return "ok"
