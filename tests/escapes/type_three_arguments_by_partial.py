# expect: stopped AccessRefused
from functools import partial


async def main():
    "use workflow"
    return partial(type, "X", ())({})
