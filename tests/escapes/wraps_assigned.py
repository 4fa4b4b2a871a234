# expect: refused refused-attribute
import functools
async def main():
    "use workflow"
    @functools.wraps(main, assigned=("__globals__", "__code__"), updated=())
    def f(): pass
    return f.__code__
