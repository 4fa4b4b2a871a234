# expect: refused refused-name
from typing import NamedTuple
class X(NamedTuple):
    gi_frame: object


async def main():
    "use workflow"
    return X
