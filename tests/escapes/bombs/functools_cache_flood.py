# expect: stopped
import functools
@functools.cache
def f(x): return [0] * 1000
async def main():
    "use workflow"
    for i in range(10**7): f(i)
