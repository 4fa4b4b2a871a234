# expect: refused refused-attribute
import functools
@functools.lru_cache
def f(x): return x
async def main():
    "use workflow"
    return f.cache_parameters.__globals__
