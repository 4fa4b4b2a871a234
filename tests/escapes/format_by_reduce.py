# expect: stopped AccessRefused
from functools import reduce
def f(): pass


async def main():
    "use workflow"
    return reduce(str.format, ["{0.__code__}", f])
