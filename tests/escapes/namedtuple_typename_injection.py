# expect: stopped Refused
from collections import namedtuple


async def main():
    "use workflow"
    return namedtuple("X(tuple): pass\nimport os\nclass Y", "a")
