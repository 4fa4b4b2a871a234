"""The measured work on Vercel's Python SDK with its local world: `vercel_work.main()` with WORK N FOLDER as arguments.

In an environment of its own, and imported: its sandbox imports this module again by name. Prints the seconds as JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from typing import Any

if len(sys.argv) > 3:  # read when the package is imported
    os.environ["WORKFLOW_LOCAL_DATA_DIR"] = sys.argv[3]

from vercel.workflow import Workflows, start

workflows = Workflows()
last_step: list[float] = [0.0]  # when it ran: `return_value` polls once a second, which is not what is measured


@workflows.step
async def one(number: int) -> int:
    last_step[0] = time.perf_counter()
    return 1


@workflows.workflow
async def sequential(steps: int) -> int:
    total = 0
    for number in range(steps):
        total += await one(number)
    return total


@workflows.workflow
async def fanout(steps: int) -> int:
    return sum(await asyncio.gather(*[one(number) for number in range(steps)]))


async def run_one(workflow: Any, steps: int) -> list[int]:
    run = await start(workflow, steps)
    return [await run.return_value()]


async def run_many(runs: int) -> list[int]:
    started = await asyncio.gather(*[start(sequential, 3) for _ in range(runs)])
    return list(await asyncio.gather(*[run.return_value() for run in started]))


WORKS = {
    "sequential": lambda count: run_one(sequential, count),
    "fanout": lambda count: run_one(fanout, count),
    "many-runs": run_many,
}


async def measure(work: str, count: int) -> float:
    await run_one(sequential, 2)  # what the first run loads
    began = time.perf_counter()
    results = await WORKS[work](count)
    took_s = last_step[0] - began
    expected = [3] * count if work == "many-runs" else [count]
    if results != expected:
        raise SystemExit(f"{work} of {count} gave {results[:3]}")
    return took_s


def main() -> None:
    work, count = sys.argv[1], int(sys.argv[2])
    print(json.dumps({"seconds": asyncio.run(measure(work, count))}), flush=True)
    os._exit(0)  # its embedded queue keeps threads that do not end
