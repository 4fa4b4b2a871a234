# expect: stopped NotOffered
import functools
@functools.singledispatch
def f(x): return x
@f.register
def _(x: "__import__('os')"): return x
async def main():
    "use workflow"
    return f(1)
