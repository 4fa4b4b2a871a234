"""`sleepers`: what parked runs cost the process that started them, and how fast they wake."""

from __future__ import annotations

from pathlib import Path

from tools.bench.benchmark import Figures
from tools.bench.processes import do_work
from tools.bench.sleeping import WOKEN


class Sleepers:
    name = "sleepers"

    def __init__(self, folder: Path, *, runs: int = 10_000) -> None:
        self._folder = folder
        self._runs = runs

    def prepare(self) -> None:
        """Nothing: each process warms itself up."""

    def measure(self, round_number: int) -> Figures:
        done = do_work("sleepers", self._runs, self._folder)
        woken = min(self._runs, WOKEN)
        return {
            f"bytes of RSS per parked run at {self._runs}": done["bytes per run"],
            f"runs in memory of {self._runs}": done["runs in memory"],
            f"ms to wake {woken} of them": done[f"ms to wake {woken}"],
        }
