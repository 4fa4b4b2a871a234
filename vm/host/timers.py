"""When which run is to be woken. Only an index in memory: what is due stands in the journals."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vm.host.warm import WarmRun

_FEWEST: Final = 64  # entries below which nobody looks for those that nobody waits for


class Timers:
    """Waits and retries of the runs in memory, earliest first.

    Those that nobody waits for any more (a timeout that was not needed) are dropped, so that they neither
    fill the memory until they would have been due nor make a virtual clock jump to no purpose.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, WarmRun, str]] = []
        self._count = 0
        self._sweep_at = _FEWEST

    def __len__(self) -> int:
        return len(self._heap)

    def arm(self, run: WarmRun, correlation_id: str, due_ms: int) -> None:
        """Wake `run` for one of its operations at `due_ms`."""
        if len(self._heap) >= self._sweep_at:
            self._sweep()
        self._count += 1  # equal times keep their order, and runs are never compared
        heapq.heappush(self._heap, (due_ms, self._count, run, correlation_id))

    def next_due_ms(self) -> int | None:
        """Return the earliest time that somebody waits for, or None."""
        heap = self._heap
        while heap and not _is_wanted(heap[0]):
            heapq.heappop(heap)
        return heap[0][0] if heap else None

    def take_due(self, now_ms: int) -> Iterator[tuple[WarmRun, str]]:
        """Yield what is due at `now_ms`, earliest first. Each is looked at when its turn comes."""
        while (due_ms := self.next_due_ms()) is not None and due_ms <= now_ms:
            _, _, run, correlation_id = heapq.heappop(self._heap)
            yield run, correlation_id

    def _sweep(self) -> None:
        self._heap = [entry for entry in self._heap if _is_wanted(entry)]
        heapq.heapify(self._heap)
        self._sweep_at = max(_FEWEST, 2 * len(self._heap))


def _is_wanted(entry: tuple[int, int, WarmRun, str]) -> bool:
    due_ms, _, run, correlation_id = entry
    return run.is_waiting_for(correlation_id, due_ms)
