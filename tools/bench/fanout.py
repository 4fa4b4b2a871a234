"""`fanout`: one run that gathers N steps at once. What it takes, and the memory of its process."""

from __future__ import annotations

from pathlib import Path

from tools.bench.benchmark import Figures
from tools.bench.processes import do_work


class FanOut:
    name = "fanout"

    def __init__(self, folder: Path, *, counts: tuple[int, ...] = (100, 1000, 10_000)) -> None:
        self._folder = folder
        self._counts = counts

    def prepare(self) -> None:
        """Nothing: each process warms itself up."""

    def measure(self, round_number: int) -> Figures:
        figures: Figures = {}
        for count in self._counts:
            done = do_work("fanout", count, self._folder)
            figures[f"steps/s at {count}"] = count / done["seconds"]
            figures[f"peak RSS MB at {count}"] = done["peak RSS MB"]
        return figures
