# expect: stopped
import functools
@functools.cache
def f(*a): return 1
async def main():
    "use workflow"
    x = ()
    for _ in range(60): x = (x, x)
    return f(x)
