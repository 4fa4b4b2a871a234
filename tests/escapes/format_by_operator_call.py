# expect: stopped AccessRefused
from operator import call
def f(): pass


async def main():
    "use workflow"
    return call(str.format, "{0.__code__}", f)
