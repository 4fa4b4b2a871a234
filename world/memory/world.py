"""The memory world, put together. It passes the same contract suite as every other world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from vm.core.lifecycle import RunStatus
from world.memory.advancing import Advancing
from world.memory.leasing import Leasing
from world.memory.queueing import Queueing
from world.memory.runs import Runs
from world.memory.state import in_turn
from world.records import WorldHealth
from world.rules import describe_expired_lease


class MemoryWorld(Runs, Leasing, Advancing, Queueing):
    """A `World` that lives as long as the object.

    `close` forgets nothing: a test that kills a host opens its runs again through the same object.
    """

    @in_turn
    def change_stamp(self) -> int:
        """See `World.change_stamp`."""
        return self.commits

    @in_turn
    def health(self, *, now_ms: int | None = None) -> WorldHealth:
        """See `World.health`. The size is that of the journals and bundles."""
        counts = Counter(run.status for run in self._runs.values())
        size = sum(len(row.body) for run in self._runs.values() for row in run.rows)
        findings = [] if now_ms is None else list(self._expired_leases(now_ms))
        return WorldHealth(
            location=self.location,
            schema=0,
            runs={status.value: counts[status] for status in RunStatus},
            size_bytes=size + sum(map(len, self._bundles.values())),
            findings=tuple(findings),
        )

    def close(self) -> None:
        """See `World.close`."""

    def _expired_leases(self, now_ms: int) -> Iterator[str]:
        for run_id, run in self._open.items():
            if run.owner is not None and run.lease_expires_ms is not None and run.lease_expires_ms <= now_ms:
                yield describe_expired_lease(run_id, run.owner, now_ms - run.lease_expires_ms)
