"""Runs that sleep for an hour, and a clock on which the hour is over when somebody says so."""

from __future__ import annotations

import gc
import time
from pathlib import Path
from typing import Final

import trio

from tools.bench.benchmark import Figures, WrongResult
from tools.bench.programs import WORKFLOWS
from vm.face.embed import VM
from vm.host.clock import SystemClock

HOUR_MS: Final = 3_600_000
WOKEN: Final = 1_000
SETTLED_S: Final = 1.0  # of nothing to do, in which a host may evict what is parked


class JumpingClock(SystemClock):
    """The machine's clock and a bit, which can be made more."""

    def __init__(self) -> None:
        self._ahead_ms = 0
        self._jumped = trio.Event()

    def now_ms(self) -> int:
        return super().now_ms() + self._ahead_ms

    def jump(self, by_ms: int) -> None:
        self._ahead_ms += by_ms
        self._jumped.set()

    async def wait(self, due_ms: int | None, news: trio.Event, *, is_idle: bool) -> None:
        async with trio.open_nursery() as nursery:

            async def wait_for_jump() -> None:
                await self._jumped.wait()
                self._jumped = trio.Event()
                nursery.cancel_scope.cancel()

            nursery.start_soon(wait_for_jump)
            await super().wait(None if due_ms is None else due_ms - self._ahead_ms, news, is_idle=is_idle)
            nursery.cancel_scope.cancel()


async def park(vm: VM, clock: JumpingClock, count: int) -> Figures:
    """Park `count` runs, a thousand of them for an hour and the others for two; let one hour pass.

    Returns what a parked run takes of this process's memory, and how long it took to wake the thousand.
    """
    woken = min(count, WOKEN)
    await (await vm.start_with(WORKFLOWS, [2], workflow="sequential")).result()  # what the first run of a process loads
    gc.collect()
    before = _rss_bytes()
    runs = [await vm.start_with(WORKFLOWS, [1 if number < woken else 2], workflow="sleeper") for number in range(count)]
    await trio.sleep(SETTLED_S)
    gc.collect()
    parked_bytes = (_rss_bytes() - before) / count
    clock.jump(HOUR_MS)
    began = time.perf_counter()
    for run in runs[:woken]:
        if await run.result() != 1:
            raise WrongResult("a sleeper did not wake")
    return {"bytes per run": parked_bytes, f"ms to wake {woken}": (time.perf_counter() - began) * 1000}


def _rss_bytes() -> int:
    """Return what this process has of the machine's memory now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096
