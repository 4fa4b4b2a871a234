# expect: stopped
from collections import namedtuple
from typing import Protocol, runtime_checkable
Fields = namedtuple("Fields", ["gi_frame"], rename=True)
@runtime_checkable
class Any(Fields, Protocol): pass
def g(): yield


async def main():
    "use workflow"
    match g():
        case Any(frame): return frame
    return "no match"
