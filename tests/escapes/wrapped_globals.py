# expect: stopped NotOffered
import functools
def f(): pass


async def main():
    "use workflow"
    return functools.update_wrapper(f, f, assigned=('__globals__',))
