# expect: refused refused-attribute
from types import SimpleNamespace


async def main():
    "use workflow"
    SimpleNamespace().__class__ = int
