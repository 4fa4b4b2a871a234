"""The memory world's limits."""

from __future__ import annotations

from world.memory.state import State, in_turn
from world.memory.stored import StoredRun
from world.records import SlotGrant, SlotHolder, SlotRequest
from world.rules import find_room


class Limits(State):
    """See `World.take_slots`."""

    @in_turn
    def take_slots(self, request: SlotRequest, *, now_ms: int) -> SlotGrant:
        """See `World.take_slots`."""
        self._forget_grants(request, now_ms)
        for number, holder in enumerate(request.holders):
            run = self._runs.get(holder.run_id)
            if run is None or not _wants_slot(run, holder, request.key):
                continue
            has_room, retry_at_ms = self._find_room(request, now_ms)
            if not has_room:
                return SlotGrant(number, retry_at_ms)
            run.slots.add((request.key, holder.correlation_id))
            if request.rate is not None:
                self._grants[request.key].append(now_ms)
            self.commits += 1
        return SlotGrant(len(request.holders), None)

    def _find_room(self, request: SlotRequest, now_ms: int) -> tuple[bool, int | None]:
        ends = [
            run.lease_expires_ms
            for run in self._open.values()
            for key, _ in run.slots
            if key == request.key and run.lease_expires_ms is not None and run.lease_expires_ms > now_ms
        ]
        grants = self._grants.get(request.key, [])
        is_counted = request.rate is not None and len(grants) >= request.rate.count
        return find_room(
            request,
            taken=len(ends),
            first_end_ms=min(ends, default=None),
            counted_ms=grants[-request.rate.count] if is_counted and request.rate is not None else None,
            now_ms=now_ms,
        )

    def _forget_grants(self, request: SlotRequest, now_ms: int) -> None:
        """Keep the grants that the rate counts; one from the future was made before the clock was set back."""
        if request.rate is not None:
            grants = self._grants.get(request.key, [])
            self._grants[request.key] = [min(at_ms, now_ms) for at_ms in grants[-request.rate.count :]]


def _wants_slot(run: StoredRun, holder: SlotHolder, key: str) -> bool:
    return run.owner is not None and run.epoch == holder.epoch and (key, holder.correlation_id) not in run.slots
