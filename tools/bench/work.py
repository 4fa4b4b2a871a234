"""One piece of work, in this process: `python -m tools.bench.work WORK N FOLDER [SYNCHRONOUS]`. Prints figures as JSON.

Each measurement is a process of its own, so that none pays for what another left in memory.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import trio

from tools.bench.benchmark import Figures, WrongResult
from tools.bench.programs import WORKFLOWS
from tools.bench.sleeping import MOST_PARKED, park
from tools.bench.talking import talk
from vm import open_vm
from vm.core.events import WaitCompleted, WaitCreated
from vm.face.embed import VM
from vm.face.wiring import open_world
from vm.host.options import EngineOptions

STEPS_PER_RUN: Final = 3


async def run_one(vm: VM, workflow: str, count: int) -> Figures:
    """Run one workflow of `count` steps; return the seconds from its start to its result."""
    began = time.perf_counter()
    run = await vm.start_with(WORKFLOWS, [count], workflow=workflow)
    result = await run.result()
    took_s = time.perf_counter() - began
    if result != count:
        raise WrongResult(f"{workflow} of {count} gave {result}")
    return {"seconds": took_s}


async def run_many(vm: VM, count: int) -> Figures:
    """Start `count` runs at once and wait for all; return the seconds, and how long single runs took."""
    latencies: list[float] = []

    async def run() -> None:
        began = time.perf_counter()
        started = await vm.start_with(WORKFLOWS, [STEPS_PER_RUN], workflow="sequential")
        if await started.result() != STEPS_PER_RUN:
            raise WrongResult("a run did not take its steps")
        latencies.append(time.perf_counter() - began)

    began = time.perf_counter()
    async with trio.open_nursery() as nursery:
        for _ in range(count):
            nursery.start_soon(run)
    took_s = time.perf_counter() - began
    latencies.sort()
    return {"seconds": took_s, "p50 ms": _share(latencies, 0.5) * 1000, "p99 ms": _share(latencies, 0.99) * 1000}


async def run_timers(vm: VM, count: int) -> Figures:
    """Sleep `count` times for a millisecond; return how late the waits were noticed."""
    began = time.perf_counter()
    run = await vm.start_with(WORKFLOWS, [count], workflow="timers")
    await run.result()
    took_s = time.perf_counter() - began
    due, late = {}, []
    for event in run.events():
        if isinstance(event, WaitCreated):
            due[event.correlation_id] = event.until_ms
        elif isinstance(event, WaitCompleted):
            late.append(float(event.at_ms - due[event.correlation_id]))
    late.sort()
    return {"seconds": took_s, "p50 ms": _share(late, 0.5), "p99 ms": _share(late, 0.99)}


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


WORKS: Final[dict[str, Callable[[VM, int], Awaitable[Figures]]]] = {
    **{
        name: lambda vm, count, name=name: run_one(vm, name, count)  # type: ignore[misc]  # bound as a default
        for name in ("sequential", "fanout", "sequential_threads", "fanout_threads")
    },
    "many-runs": run_many,
    "timers": run_timers,
}


async def do(work: str, count: int, folder: Path, synchronous: str) -> Figures:
    """Do one piece of work in a new world below `folder`."""
    path = folder / f"{work}-{count}-{synchronous}-{time.monotonic_ns()}.db"
    world = open_world(f"sqlite:{path}", synchronous=synchronous)
    try:
        if work == "hooks":
            return await talk(world, count)
        options = EngineOptions(most_parked=MOST_PARKED) if work == "sleepers" else None
        async with open_vm(world=world, options=options) as vm:
            if work == "sleepers":
                return await park(vm, count)
            await run_one(vm, "sequential", 2)  # what the first run of a process loads
            figures = await WORKS[work](vm, count)
            return {**figures, "peak RSS MB": _peak_rss_mb()}
    finally:
        world.close()


def _peak_rss_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)  # bytes there, KiB here


def main(arguments: list[str]) -> None:
    work, count, folder, *rest = arguments
    figures: Any = trio.run(do, work, int(count), Path(folder), rest[0] if rest else "FULL")
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1:])
