"""`many-runs`: N runs of three steps, all started at once in one process."""

from __future__ import annotations

from pathlib import Path

from tools.bench.benchmark import Figures
from tools.bench.processes import do_work


class ManyRuns:
    name = "many-runs"

    def __init__(self, folder: Path, *, counts: tuple[int, ...] = (200, 2000, 10_000)) -> None:
        self._folder = folder
        self._counts = counts

    def prepare(self) -> None:
        """Nothing: each process warms itself up."""

    def measure(self, round_number: int) -> Figures:
        figures: Figures = {}
        for count in self._counts:
            done = do_work("many-runs", count, self._folder)
            figures[f"runs/s at {count}"] = count / done["seconds"]
            figures[f"p50 ms of a run at {count}"] = done["p50 ms"]
            figures[f"p99 ms of a run at {count}"] = done["p99 ms"]
            figures[f"peak RSS MB at {count}"] = done["peak RSS MB"]
        return figures
