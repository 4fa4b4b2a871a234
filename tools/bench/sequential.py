"""`sequential`: steps a second of one run, over the disk's own limit; and whether a long run slows down."""

from __future__ import annotations

from pathlib import Path

from tools.bench.floor import measure_commits_per_s
from tools.bench.programs import run_sequential

Figures = dict[str, float]


class Sequential:
    """Runs of several lengths, each in a fresh world, and the floor beside them."""

    name = "sequential"

    def __init__(self, folder: Path, *, counts: tuple[int, ...] = (100, 1000, 5000)) -> None:
        self._folder = folder
        self._counts = counts

    def prepare(self) -> None:
        """Load what the first run of a process would load."""
        run_sequential(self._folder / "warm-up.db", 10)

    def measure(self, round_number: int) -> Figures:
        figures: Figures = {}
        for count in self._counts:
            took_s = run_sequential(self._folder / f"{round_number}-{count}.db", count)
            figures[f"steps/s at {count}"] = count / took_s
        figures["commits/s of the disk"] = measure_commits_per_s(self._folder, commits=1000)
        shortest, longest = self._counts[0], self._counts[-1]
        figures["steps/s over commits/s"] = figures[f"steps/s at {longest}"] / figures["commits/s of the disk"]
        figures[f"cost per step, {longest} over {shortest}"] = (
            figures[f"steps/s at {shortest}"] / figures[f"steps/s at {longest}"]
        )
        return figures
