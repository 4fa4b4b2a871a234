# expect: refused refused-attribute
import functools
@functools.cache
def f(): pass


async def main():
    "use workflow"
    return f.__wrapped__
