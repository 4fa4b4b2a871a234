"""What `doctor` asks of a memory world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from vm.core.lifecycle import RunStatus
from world.memory.state import State, in_turn
from world.memory.stored import StoredRun
from world.records import WorldHealth
from world.rules import (
    LATE_MS,
    describe_broken_chain,
    describe_expired_lease,
    describe_late_schedule,
    describe_stuck_run,
    find_broken_event,
)


class Health(State):
    """See `World.health`."""

    @in_turn
    def health(self, *, now_ms: int | None = None) -> WorldHealth:
        """See `World.health`. The size is that of the journals and bundles."""
        runs = self._runs.values()
        counts = Counter(run.status for run in runs)
        queue = {
            "messages": sum(len(run.messages) for run in runs),
            "waits": sum(len(run.waits) for run in runs),
            "held": sum(run.owner is not None for run in runs),
            "buried": sum(run.burial is not None for run in runs),
            "slots": sum(len(run.slots) for run in runs),
            "schedules": len(self._schedules),
        }
        return WorldHealth(
            location=self.location,
            schema=0,
            runs={status.value: counts[status] for status in RunStatus},
            queue=queue,
            size_bytes=sum(len(row.body) for run in runs for row in run.rows) + sum(map(len, self._bundles.values())),
            log_bytes=0,
            findings=(*self._find_faults(), *(() if now_ms is None else self._find_delays(now_ms))),
        )

    def _find_faults(self) -> Iterator[str]:
        for run_id, run in self._runs.items():
            position = find_broken_event(run_id, ((row.position, row.body, row.hash) for row in run.rows))
            if position is not None:
                yield describe_broken_chain(run_id, position)

    def _find_delays(self, now_ms: int) -> Iterator[str]:
        expired = [
            (run.lease_expires_ms, run.arrival, run_id, run.owner)
            for run_id, run in self._open.items()
            if run.owner is not None and run.lease_expires_ms is not None and run.lease_expires_ms <= now_ms
        ]
        for expires_ms, _, run_id, owner in sorted(expired):
            yield describe_expired_lease(run_id, owner, now_ms - expires_ms)
        for run in sorted(self._open.values(), key=lambda run: run.arrival):
            if self._is_stuck(run):
                yield describe_stuck_run(run.new.run_id)
        late = [
            (found.next_ms, name)
            for name, found in self._schedules.items()
            if found.next_ms is not None and found.next_ms <= now_ms - LATE_MS
        ]
        for next_ms, name in sorted(late):
            yield describe_late_schedule(name, now_ms - next_ms)

    def _is_stuck(self, run: StoredRun) -> bool:
        run_id = run.new.run_id
        return (
            run.owner is None
            and run.burial is None
            and run.due_ms is None
            and not any(hook.run_id == run_id for hook in self._hooks.values())
            and not any(other.startswith(f"{run_id}.") and other != f"{run_id}." for other in self._open)
        )
