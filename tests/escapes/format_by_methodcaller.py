# expect: stopped AccessRefused
from operator import methodcaller
def f(): pass


async def main():
    "use workflow"
    return methodcaller("format", f)("{0.__code__}")
