# expect: refused refused-attribute
from typing import NamedTuple
class N(NamedTuple):
    x: "__import__('os')"
async def main():
    "use workflow"
    return N(1).__annotations__
