# expect: refused refused-attribute
import functools
async def main():
    "use workflow"
    p = functools.partial(print)
    p.__setstate__((getattr, (main,), {}, {}))
    return p("__globals__")
