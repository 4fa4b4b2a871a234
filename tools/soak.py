"""Run a worker for long under a steady load, and see whether anything grows.

    python -m tools.soak --minutes 10
    python -m tools.soak --minutes 120 --rate 50 --every 60

One worker process drives runs of three steps that this process starts, `--rate` a second; every tenth sleeps for a
second in between. Every `--every` seconds a row is kept: how long runs took from their start to their end, the
resident memory of both processes, the worker's processor time, and the sizes of the world's file and its log. What
ended more than `--kept` seconds ago is deleted, as `python -m vm gc` does it. It is flat when the last quarter's
medians are about those of the second quarter: the first one fills caches.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import trio
from rich.console import Console
from rich.table import Table

from vm.face.embed import VM, open_vm
from vm.face.wiring import open_world
from world.interface import World

ROOT: Final = Path(__file__).resolve().parents[1]
WORKFLOW: Final = """
from vm import sleep

async def work(number: int) -> int:
    "use workflow"
    first = await add(number, 1)
    if number % 10 == 0:
        await sleep("1s")
    return await add(await add(first, 2), 3)

async def add(left: int, right: int) -> int:
    "use step"
    return left + right
"""
SLEEP_MS: Final = 1000
TURN_S: Final = 0.1  # runs are started in bunches, this far apart
TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")
MEGABYTE: Final = 1_000_000


class SoakFailed(Exception):
    """Something grew, or got lost. The text says what."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured over one stretch. Times in milliseconds, sizes in bytes, `cpu` as a share of one core."""

    seconds: float
    started: int
    open: int
    p50_ms: float
    p99_ms: float
    worker_bytes: int
    starter_bytes: int
    cpu: float
    file_bytes: int
    log_bytes: int

    def cells(self) -> list[str]:
        sizes = (self.worker_bytes, self.starter_bytes, self.file_bytes, self.log_bytes)
        return [
            f"{self.seconds:.0f}",
            f"{self.started:,}",
            f"{self.open}",
            f"{self.p50_ms:.0f}",
            f"{self.p99_ms:.0f}",
            f"{self.cpu:.0%}",
            *(f"{size / MEGABYTE:.1f}" for size in sizes),
        ]


HEADS: Final = (
    "s", "runs", "open", "p50 ms", "p99 ms", "worker CPU", "worker MB", "starter MB", "file MB", "log MB",
)  # fmt: skip


class Soak:
    """A worker on the world in `folder`, and what starts runs there."""

    def __init__(self, folder: Path, *, rate: float, every: float, kept: float) -> None:
        self.rows: list[Row] = []
        self._source = folder / "soaked.py"
        self._source.write_text(WORKFLOW)
        self._path = folder / "world.db"
        self._rate = rate
        self._every = every
        self._kept_ms = int(kept * 1000)
        self._started = 0
        self._log = (folder / "worker.log").open("wb")
        self._worker = subprocess.Popen(
            [sys.executable, "-m", "vm", "worker", self._source.name, "--world", f"sqlite:{self._path}", "--json"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=self._log,
        )

    def close(self) -> None:
        """Leave nothing running."""
        if self._worker.poll() is None:
            self._worker.kill()
        self._worker.wait()
        self._log.close()

    async def run(self, world: World, minutes: float) -> None:
        """Start runs for so long, then wait for the last ones."""
        began = time.monotonic()
        looked, looked_ms, ticks = began, wall_ms(), self._ticks()
        async with open_vm(world=world, recover=False) as vm:
            while (elapsed := time.monotonic() - began) < minutes * 60:
                await self._start(vm, int(elapsed * self._rate))
                if time.monotonic() - looked >= self._every:
                    took_s, looked = time.monotonic() - looked, time.monotonic()
                    now_ticks = self._ticks()
                    cpu = (now_ticks - ticks) / TICKS_PER_S / took_s
                    self.rows.append(self._measure(world, looked - began, looked_ms, cpu))
                    looked_ms, ticks = wall_ms(), now_ticks
                    world.delete_runs(ended_before_ms=looked_ms - self._kept_ms, limit=10_000)
                await trio.sleep(TURN_S)
            with trio.move_on_after(60):
                while world.unfinished_runs():
                    await trio.sleep(TURN_S)

    def finish(self, world: World) -> None:
        """End the worker in good order, and look the world over. Raises `SoakFailed`."""
        left = world.unfinished_runs()
        self._worker.terminate()
        code = self._worker.wait(30)
        findings = world.health(now_ms=wall_ms()).findings
        failed = [run.run_id for run in world.list_runs() if run.status != "completed"]
        if left or code or findings or failed:
            raise SoakFailed(f"{len(left)} runs left, {len(failed)} failed, worker ended with {code}, {findings}")

    async def _start(self, vm: VM, target: int) -> None:
        async with trio.open_nursery() as nursery:  # together: they share a transaction
            for number in range(self._started, target):
                nursery.start_soon(self._start_one, vm, number)
        self._started = max(self._started, target)

    async def _start_one(self, vm: VM, number: int) -> None:
        await vm.start_with(self._source, [number], is_parked=True)

    def _measure(self, world: World, seconds: float, since_ms: int, cpu: float) -> Row:
        records = world.list_runs(since_ms=since_ms)
        quick = [run for run in records if run.ended_ms is not None and run.ended_ms - run.created_ms < SLEEP_MS]
        took = sorted(float(run.ended_ms - run.created_ms) for run in quick if run.ended_ms is not None) or [0.0]
        log = Path(f"{self._path}-wal")
        return Row(
            seconds=seconds,
            started=self._started,
            open=len(world.unfinished_runs()),
            p50_ms=took[len(took) // 2],
            p99_ms=took[int(len(took) * 0.99)],
            worker_bytes=rss_bytes(self._worker.pid),
            starter_bytes=rss_bytes(os.getpid()),
            cpu=cpu,
            file_bytes=self._path.stat().st_size,
            log_bytes=log.stat().st_size if log.exists() else 0,
        )

    def _ticks(self) -> int:
        """Return the processor time that the worker has had."""
        if self._worker.poll() is not None:
            raise SoakFailed(f"the worker ended by itself with {self._worker.returncode}")
        fields = Path(f"/proc/{self._worker.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])


def wall_ms() -> int:
    return int(time.time() * 1000)


def rss_bytes(pid: int) -> int:
    """Return what a process has of the machine's memory now (Linux)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def find_growth(rows: Sequence[Row]) -> list[str]:
    """Say what the last quarter has more of than the second one, beyond what chance explains."""
    quarter = max(1, len(rows) // 4)
    early, late = rows[quarter : 2 * quarter] or rows[:quarter], rows[-quarter:]
    grown = []
    for name, factor, slack in (
        ("worker_bytes", 1.05, 2 * MEGABYTE),
        ("starter_bytes", 1.05, 2 * MEGABYTE),
        ("log_bytes", 1.5, 4 * MEGABYTE),
        ("p50_ms", 1.5, 20.0),
        ("p99_ms", 2.0, 100.0),
        ("open", 2.0, 50),
    ):
        before = statistics.median(getattr(row, name) for row in early)
        after = statistics.median(getattr(row, name) for row in late)
        if after > before * factor + slack:
            grown.append(f"{name} went from {before:,.0f} to {after:,.0f}")
    return grown


def run_soak(folder: Path, *, minutes: float, rate: float, every: float, kept: float) -> list[Row]:
    """Soak a world in `folder`. Raises `SoakFailed` when anything got lost; growth is the caller's to judge."""
    with (
        closing(Soak(folder, rate=rate, every=every, kept=kept)) as soak,
        closing(open_world(f"sqlite:{folder / 'world.db'}")) as world,
    ):
        trio.run(soak.run, world, minutes)
        soak.finish(world)
        return soak.rows


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Run a worker under a steady load and see whether anything grows.")
    parser.add_argument("--minutes", type=float, default=120.0)
    parser.add_argument("--rate", type=float, default=50.0, help="runs a second")
    parser.add_argument("--every", type=float, default=30.0, help="seconds between two rows")
    parser.add_argument("--kept", type=float, default=60.0, help="seconds for which runs that ended are kept")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="vm-soak-") as folder:
        try:
            rows = run_soak(Path(folder), **vars(options))
        except SoakFailed as failure:
            print(f"FAILED: {failure}", file=sys.stderr)
            return 1
    table = Table(*HEADS)
    for row in rows:
        table.add_row(*row.cells())
    Console(width=110).print(table)
    grown = find_growth(rows)
    print(f"grew: {'; '.join(grown)}" if grown else "flat")
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
