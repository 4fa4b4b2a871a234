# expect: stopped AccessRefused
from collections import ChainMap


async def main():
    "use workflow"
    del ChainMap.get
