"""`sequential`: steps a second of one run, over the disk's own limit; and whether a long run slows down."""

from __future__ import annotations

from pathlib import Path
from statistics import mean

from tools.bench.benchmark import Figures
from tools.bench.floor import measure_commits_per_s
from tools.bench.processes import do_work


class Sequential:
    """Runs of several lengths, each in a fresh world, and the floors of as many commits before and after them."""

    def __init__(
        self,
        folder: Path,
        *,
        counts: tuple[int, ...] = (100, 1000, 5000, 20_000),
        synchronous: str = "FULL",
    ) -> None:
        self.name = "sequential" if synchronous == "FULL" else f"sequential-{synchronous.lower()}"
        self._folder = folder
        self._counts = counts
        self._synchronous = synchronous

    def prepare(self) -> None:
        """Nothing: each process warms itself up."""

    def measure(self, round_number: int) -> Figures:
        figures: Figures = {}
        for count in self._counts:
            before = self._measure_floors(count)
            took_s = do_work("sequential", count, self._folder, synchronous=self._synchronous)["seconds"]
            bare, roomy = (mean(pair) for pair in zip(before, self._measure_floors(count), strict=True))
            figures[f"steps/s at {count}"] = count / took_s
            figures[f"us per step at {count}"] = took_s / count * 1e6
            figures[f"commits/s of the disk at {count}"] = bare
            figures[f"of the commit floor at {count}"] = count / took_s / bare
            figures[f"commits/s with room in the log at {count}"] = roomy
            figures[f"of the floor with room at {count}"] = count / took_s / roomy
        shortest, longest = self._counts[0], self._counts[-1]
        figures[f"cost per step, {longest} over {shortest}"] = (
            figures[f"us per step at {longest}"] / figures[f"us per step at {shortest}"]
        )
        return figures

    def _measure_floors(self, commits: int) -> tuple[float, float]:
        """Return the commits a second of a new file, and of one whose log need not become longer."""
        bare = measure_commits_per_s(self._folder, commits=commits, synchronous=self._synchronous)
        return bare, measure_commits_per_s(self._folder, commits=commits, synchronous=self._synchronous, has_room=True)
