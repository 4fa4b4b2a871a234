# expect: stopped AccessRefused
from functools import partial
def f(): pass


async def main():
    "use workflow"
    return partial(str.format, "{0.__code__}")(f)
