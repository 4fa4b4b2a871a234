"""`timers`: how late a run is woken from a short sleep."""

from __future__ import annotations

from pathlib import Path

from tools.bench.benchmark import Figures
from tools.bench.processes import do_work


class Timers:
    name = "timers"

    def __init__(self, folder: Path, *, sleeps: int = 100) -> None:
        self._folder = folder
        self._sleeps = sleeps

    def prepare(self) -> None:
        """Nothing: each process warms itself up."""

    def measure(self, round_number: int) -> Figures:
        done = do_work("timers", self._sleeps, self._folder)
        return {
            "ms late, p50": done["p50 ms"],
            "ms late, p99": done["p99 ms"],
            'ms for a sleep("1ms") with its commits': done["seconds"] / self._sleeps * 1000,
        }
