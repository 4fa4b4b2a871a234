# expect: refused refused-attribute
from functools import partial


async def main():
    "use workflow"
    return partial(print).__setstate__
