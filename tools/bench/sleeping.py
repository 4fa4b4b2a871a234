"""Runs that sleep for an hour, and what they cost meanwhile."""

from __future__ import annotations

import gc
import time
from pathlib import Path
from typing import Final

import trio

from tools.bench.benchmark import Figures, WrongResult
from tools.bench.programs import WORKFLOWS
from vm.face.embed import VM

WOKEN: Final = 1_000
AT_ONCE: Final = 100  # more starts at once would leave holes in memory that no run is to blame for
MOST_PARKED: Final = 100  # runs that stay in memory: what is asked is what one costs that does not
PATIENCE_S: Final = 300.0
SETTLED_S: Final = 0.5


async def park(vm: VM, count: int) -> Figures:
    """Start `count` runs that sleep, and wake a thousand of them: those that were evicted first.

    Returns what a parked run takes of this process's memory, how many are still in it, and how long it took to wake
    the thousand and see them end.
    """
    await (await vm.start_with(WORKFLOWS, [2], workflow="sequential")).result()  # what the first run of a process loads
    gc.collect()
    before = rss_bytes()
    first: list[str] = []
    for started in range(0, count, AT_ONCE):
        runs = await vm.start_many(WORKFLOWS, [[1]] * min(AT_ONCE, count - started), workflow="sleeper")
        first += [run.run_id for run in runs[: WOKEN - len(first)]]
        await _wait_until_parked(vm, started + len(runs))
    del runs
    await trio.sleep(SETTLED_S)
    gc.collect()
    parked_bytes = (rss_bytes() - before) / count
    warm = sum(1 for _ in vm.engine.roster)
    began = time.perf_counter()
    for run_id in first:
        await vm.wake(run_id)
    for run_id in first:
        if await vm.get(run_id).result() != 1:
            raise WrongResult("a sleeper did not wake")
    woken_ms = (time.perf_counter() - began) * 1000
    return {"bytes per run": parked_bytes, "runs in memory": warm, f"ms to wake {len(first)}": woken_ms}


async def _wait_until_parked(vm: VM, count: int) -> None:
    with trio.fail_after(PATIENCE_S):
        while len(vm.world.list_waits(limit=count)) < count:
            await trio.sleep(0.02)


def rss_bytes() -> int:
    """Return what this process has of the machine's memory now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096
