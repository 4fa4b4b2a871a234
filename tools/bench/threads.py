"""`threads`: the same work with plain `def` steps, each of which runs in a thread."""

from __future__ import annotations

from pathlib import Path

from tools.bench.benchmark import Figures
from tools.bench.processes import do_work


class Threads:
    name = "threads"

    def __init__(self, folder: Path, *, steps: int = 1000) -> None:
        self._folder = folder
        self._steps = steps

    def prepare(self) -> None:
        """Nothing: each process warms itself up."""

    def measure(self, round_number: int) -> Figures:
        return {
            f"{shape} steps/s at {self._steps}": self._steps
            / do_work(f"{shape}_threads", self._steps, self._folder)["seconds"]
            for shape in ("sequential", "fanout")
        }
