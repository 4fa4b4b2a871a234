# expect: stopped
# hole: a dataclass that is a protocol matches by structure and reads private names of anything
from dataclasses import dataclass
from typing import Protocol, runtime_checkable
import asyncio
@runtime_checkable
@dataclass
class P(Protocol):
    _kernel: object
async def f(): pass


async def main():
    "use workflow"
    match asyncio.create_task(f()):
        case P(kernel): return kernel
    return "no match"
