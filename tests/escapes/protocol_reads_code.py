# expect: stopped
from dataclasses import dataclass
from typing import Protocol, runtime_checkable
import vm
@runtime_checkable
@dataclass
class P(Protocol):
    _origin: object


async def main():
    "use workflow"
    match vm.timeout("1s"):
        case P(origin): return origin[0].replace(co_name="forged")
    return "no match"
