"""The memory world's leases and dead letters."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence
from dataclasses import replace

from vm.errors import Fenced, RunEnded, RunLeased
from world.memory.state import State, in_turn
from world.memory.stored import StoredRun
from world.records import RESUME, BuriedRun, Lease, LeaseRecord, NewMessage


class Leasing(State):
    """See `World`, sections leases, dead letters and waking."""

    @in_turn
    def claim_run(self, run_id: str, *, owner: str, now_ms: int, expires_ms: int) -> Lease:
        """See `World.claim_run`."""
        run = self._get(run_id)
        if run.is_over:
            raise RunEnded(run_id, run.status)
        if run.owner not in (None, owner) and run.record().is_held(now_ms):
            raise RunLeased(run_id, str(run.owner), (run.lease_expires_ms or 0) - now_ms)
        self.commits += 1
        return run.lease(owner, now_ms, expires_ms)

    @in_turn
    def claim_runs(
        self, *, owner: str, now_ms: int, expires_ms: int, limit: int, workflows: Collection[str] | None = None
    ) -> list[Lease]:
        """See `World.claim_runs`."""
        due = self.due_runs(now_ms=now_ms, limit=limit, workflows=workflows)
        self.commits += bool(due)
        return [self._open[run_id].lease(owner, now_ms, expires_ms) for run_id in due]

    @in_turn
    def extend_lease(self, lease: Lease, *, expires_ms: int) -> Lease:
        """See `World.extend_lease`."""
        self._get_held(lease).lease_expires_ms = expires_ms
        self.commits += 1
        return replace(lease, expires_ms=expires_ms)

    @in_turn
    def extend_leases(self, held: Sequence[Lease], *, expires_ms: int) -> list[str]:
        """See `World.extend_leases`."""
        lost = []
        for lease in held:
            run = self._runs.get(lease.run_id)
            if run is None or not run.holds(lease):
                lost.append(lease.run_id)
            else:
                run.lease_expires_ms = expires_ms
        self.commits += len(lost) < len(held)
        return lost

    @in_turn
    def return_lease(self, lease: Lease, *, now_ms: int) -> None:
        """See `World.return_lease`."""
        run = self._runs.get(lease.run_id)
        if run is not None and run.holds(lease):
            run.release()
            run.deliveries = max(run.deliveries - 1, 0)
            self._put(NewMessage(lease.run_id, RESUME, due_ms=now_ms))
            self.commits += 1

    @in_turn
    def release_lease(self, lease: Lease) -> None:
        """See `World.release_lease`."""
        run = self._runs.get(lease.run_id)
        if run is not None and run.holds(lease):
            run.release()
            self.commits += 1

    @in_turn
    def list_owners(self) -> list[str]:
        """See `World.list_owners`."""
        return sorted({run.owner for run in self._open.values() if run.owner is not None})

    @in_turn
    def expire_leases(self, owner: str, *, now_ms: int) -> int:
        """See `World.expire_leases`."""
        held = [run for run in self._open.values() if run.owner == owner and run.record().is_held(now_ms)]
        for run in held:
            run.lease_expires_ms = now_ms
        self.commits += bool(held)
        return len(held)

    @in_turn
    def list_leases(self, run_id: str) -> list[LeaseRecord]:
        """See `World.list_leases`."""
        run = self._runs.get(run_id)
        return [] if run is None else list(run.leases)

    def _get_held(self, lease: Lease) -> StoredRun:
        run = self._runs.get(lease.run_id)
        if run is None or not run.holds(lease):
            raise Fenced(lease.run_id)
        return run

    # ---- dead letters

    @in_turn
    def bury_run(self, lease: Lease, *, reason: str, now_ms: int) -> None:
        """See `World.bury_run`."""
        run = self._get_held(lease)
        run.release()
        run.burial = now_ms, reason
        self.commits += 1

    @in_turn
    def revive_run(self, run_id: str, *, now_ms: int) -> bool:
        """See `World.revive_run`."""
        run = self._get(run_id)
        if run.burial is None:
            return False
        self.commits += 1
        run.revive()
        return self._put(NewMessage(run_id, RESUME, due_ms=now_ms))

    @in_turn
    def list_buried(self, *, limit: int | None = None) -> list[BuriedRun]:
        """See `World.list_buried`."""
        found = [(run.burial, run) for run in self._open.values() if run.burial is not None]
        found.sort(key=lambda entry: (-entry[0][0], -entry[1].arrival))
        return [run.buried_record(*burial) for burial, run in found[:limit]]

    # ---- waking

    @in_turn
    def due_runs(self, *, now_ms: int, limit: int, workflows: Collection[str] | None = None) -> list[str]:
        """See `World.due_runs`."""
        wanted = (
            (urgency, run_id)
            for run_id, run in self._open.items()
            if _is_among(run, workflows) and (urgency := run.urgency(now_ms))
        )
        return [run_id for _, run_id in heapq.nsmallest(limit, wanted)]

    @in_turn
    def next_due_ms(self, *, workflows: Collection[str] | None = None) -> int | None:
        """See `World.next_due_ms`."""
        waiting = (run for run in self._open.values() if run.is_waiting and _is_among(run, workflows))
        return min((run.due_ms for run in waiting if run.due_ms is not None), default=None)


def _is_among(run: StoredRun, workflows: Collection[str] | None) -> bool:
    return workflows is None or run.new.workflow in workflows
