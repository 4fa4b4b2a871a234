"""`worker`: how soon a worker begins what another process starts, and what it costs while there is nothing to do."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Final

import trio

from tools.bench.benchmark import ROOT, Figures, WrongResult
from tools.bench.programs import WORKFLOWS
from vm.face.embed import VM, open_vm
from vm.face.wiring import open_world
from world.interface import World

SOURCE: Final = f"""{WORKFLOWS}
import time

async def when() -> float:
    "use workflow"
    return await begun()

async def begun() -> float:
    "use step"
    return time.time()
"""
TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")
PATIENCE_S: Final = 120.0


class Worker:
    """A worker process: first it drives `starts` runs, one by one, then nothing, then `parked` runs that sleep."""

    name = "worker"

    def __init__(self, folder: Path, *, starts: int = 40, parked: int = 1000, idle_s: float = 5.0) -> None:
        self._folder = folder
        self._starts = starts
        self._parked = parked
        self._idle_s = idle_s
        self._source = folder / "worker.py"

    def prepare(self) -> None:
        self._source.write_text(SOURCE)

    def measure(self, round_number: int) -> Figures:
        path = self._folder / f"worker-{round_number}.db"
        with closing(open_world(f"sqlite:{path}")) as world:
            command = ["-m", "vm", "worker", self._source.name, "--world", f"sqlite:{path}", "--json"]
            worker = subprocess.Popen(
                [sys.executable, *command],
                cwd=self._folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                return trio.run(self._measure, world, worker.pid)
            finally:
                worker.terminate()
                worker.wait(30)

    async def _measure(self, world: World, pid: int) -> Figures:
        async with open_vm(world=world, recover=False) as vm:
            await self._delay_ms(vm)  # the worker is up, and has read the source
            took = sorted([await self._delay_ms(vm) for _ in range(self._starts)])
            idle = await self._idle_share(pid)
            await self._park(vm)
            parked = await self._idle_share(pid)
        return {
            "ms from a start elsewhere to the first step, p50": took[len(took) // 2],
            "ms from a start elsewhere to the first step, p99": took[int(len(took) * 0.99)],
            "% of a core, idle": idle * 100,
            f"% of a core, {self._parked} runs parked": parked * 100,
        }

    async def _delay_ms(self, vm: VM) -> float:
        await trio.sleep(0.1)  # the worker has come to rest
        began = time.time()
        run = await vm.start_with(self._source, workflow="when", is_parked=True)
        with trio.fail_after(PATIENCE_S):
            return (float(await run.result()) - began) * 1000

    async def _park(self, vm: VM) -> None:
        for _ in range(self._parked):
            await vm.start_with(self._source, [1], workflow="sleeper", is_parked=True)
        with trio.fail_after(PATIENCE_S):
            while len(vm.world.list_waits()) < self._parked:
                await trio.sleep(0.1)
        await trio.sleep(1.0)

    async def _idle_share(self, pid: int) -> float:
        before = _ticks(pid)
        await trio.sleep(self._idle_s)
        return (_ticks(pid) - before) / TICKS_PER_S / self._idle_s


def _ticks(pid: int) -> int:
    """Return the processor time that a process has had (Linux)."""
    path = Path(f"/proc/{pid}/stat")
    if not path.exists():
        raise WrongResult("the worker has ended")
    fields = path.read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
