# expect: stopped AccessRefused
from collections import ChainMap


async def main():
    "use workflow"
    object.__setattr__(ChainMap(), 'maps', 1)
