"""`journal-size`: what a step takes on disk."""

from __future__ import annotations

from pathlib import Path

import trio

from tools.bench.benchmark import Figures
from tools.bench.work import run_one
from vm import open_vm


class JournalSize:
    name = "journal-size"

    def __init__(self, folder: Path, *, steps: int = 5000) -> None:
        self._folder = folder
        self._steps = steps

    def prepare(self) -> None:
        """Nothing: every round has files of its own."""

    def measure(self, round_number: int) -> Figures:
        small, large = (self._size(round_number, steps) for steps in (1, self._steps))
        return {"bytes of database per step": (large - small) / (self._steps - 1)}

    def _size(self, round_number: int, steps: int) -> int:
        """Return the size of a world with one run, closed: its log is folded in."""
        path = self._folder / f"size-{round_number}-{steps}.db"

        async def run() -> None:
            async with open_vm(f"sqlite:{path}") as vm:
                await run_one(vm, "sequential", steps)

        trio.run(run)
        return path.stat().st_size
