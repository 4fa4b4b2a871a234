# expect: stopped AccessRefused
from collections import ChainMap


async def main():
    "use workflow"
    ChainMap.get = 1
