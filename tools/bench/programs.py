"""The workflow that is measured: a number of trivial async steps, one after the other."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import trio

from vm import open_vm

SEQUENTIAL: Final = """
async def count(steps: int = 1) -> int:
    "use workflow"
    total = 0
    for number in range(steps):
        total += await one(number)
    return total

async def one(number: int) -> int:
    "use step"
    return 1
"""


class WrongResult(Exception):
    """What is measured did not do its work, so the figure means nothing."""


def run_sequential(world: Path, steps: int, *, run_id: str | None = None) -> float:
    """Run `steps` steps in the world at `world`; return the seconds from the start to the result."""

    async def main() -> float:
        async with open_vm(f"sqlite:{world}") as vm:
            began = time.perf_counter()
            run = await vm.start_with(SEQUENTIAL, [steps], run_id=run_id)
            result = await run.result()
            took_s = time.perf_counter() - began
        if result != steps:
            raise WrongResult(f"{steps} steps gave {result}")
        return took_s

    return trio.run(main)
