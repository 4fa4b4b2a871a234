# expect: stopped Refused
from collections import namedtuple


async def main():
    "use workflow"
    return namedtuple("X", ["a=__import__('os')"])
