# expect: refused refused-attribute
import functools
@functools.singledispatch
def f(x): return x
async def main():
    "use workflow"
    return f.registry, f.dispatch.__closure__
