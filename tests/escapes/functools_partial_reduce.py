# expect: refused refused-attribute
from functools import partial


async def main():
    "use workflow"
    partial(len).__setstate__((len, (), {}, {}))
