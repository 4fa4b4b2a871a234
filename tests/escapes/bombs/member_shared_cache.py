# expect: stopped
from functools import lru_cache
@lru_cache
def f(x): return 1
def make(levels, x):
    for _ in range(levels): x = (x, x)
    return x
async def main():
    "use workflow"
    return f(make(60, 1))
