# expect: stopped
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
