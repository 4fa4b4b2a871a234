# expect: stopped
import functools
async def main():
    "use workflow"
    x = print
    for _ in range(60): x = functools.partial(len, x, x)
    return repr(x)
