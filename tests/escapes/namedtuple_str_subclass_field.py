# expect: stopped Refused
from collections import namedtuple
class S(str): pass


async def main():
    "use workflow"
    return namedtuple("X", [S("a")])
