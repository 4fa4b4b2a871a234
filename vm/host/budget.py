"""Which runs stay in memory while they wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vm.host.warm import WarmRun

SLACK: Final = 10  # per cent of the budget that are made free at once, so that evicting shares transactions


class Budget:
    """The parked runs in memory, the one that moved last at the end; at most so many runs and bytes of them.

    What a run takes is estimated by the run. Those above the budget that moved the longest time ago are in excess.
    """

    def __init__(self, most_runs: int, most_bytes: int) -> None:
        self._most_runs = most_runs
        self._most_bytes = most_bytes
        self._parked: dict[WarmRun, int] = {}
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._parked)

    def __contains__(self, run: WarmRun) -> bool:
        return run in self._parked

    def park(self, run: WarmRun) -> None:
        """A run has nothing to do but wait."""
        self.unpark(run)
        self._parked[run] = size = run.size_bytes
        self._bytes += size

    def unpark(self, run: WarmRun) -> None:
        """A run moves, or is gone."""
        self._bytes -= self._parked.pop(run, 0)

    @property
    def is_exceeded(self) -> bool:
        return len(self._parked) > self._most_runs or self._bytes > self._most_bytes

    def find_excess(self) -> list[WarmRun]:
        """Return the runs to evict: none within the budget, else so many that there is some slack again."""
        if not self.is_exceeded:
            return []
        runs, size, excess = len(self._parked), self._bytes, []
        for run, its_size in self._parked.items():
            if runs <= self._most_runs * (100 - SLACK) // 100 and size <= self._most_bytes * (100 - SLACK) // 100:
                break
            excess.append(run)
            runs, size = runs - 1, size - its_size
        return excess
