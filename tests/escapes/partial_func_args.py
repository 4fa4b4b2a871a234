# expect: refused refused-attribute
import functools
async def main():
    "use workflow"
    p = functools.partial(main)
    return p.func.__code__
