"""The leases under which one engine advances runs: taken, kept and given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from vm.errors import RunLeased, VMError
from vm.host.clock import wall_ms
from vm.host.owner import is_dead, new_owner, retire_owner
from vm.host.warm import WarmRun
from world.interface import World
from world.records import Lease


class Leases:
    """Leases of one owner on one world, for `lease_ms` each. In real time: other processes read them."""

    def __init__(self, world: World, lease_ms: int) -> None:
        self.owner = new_owner()
        self._world = world
        self._lease_ms = lease_ms

    def next_expiry_ms(self, now_ms: int) -> int:
        """Return when a lease taken or extended at `now_ms` ends."""
        return now_ms + self._lease_ms

    def claim(self, run_id: str) -> Lease:
        """Take the lease of a run that nobody advances. Raises `RunNotFound`, `RunLeased`, `RunEnded`."""
        now = wall_ms()
        expires = self.next_expiry_ms(now)
        try:
            return self._world.claim_run(run_id, owner=self.owner, now_ms=now, expires_ms=expires)
        except RunLeased:
            record = self._world.get_run(run_id)
            if record.owner is None or record.lease_expires_ms is None or not is_dead(record.owner):
                raise
            # Its holder certainly drives no more: count the lease as run out, unless somebody was faster.
            return self._world.claim_run(run_id, owner=self.owner, now_ms=record.lease_expires_ms, expires_ms=expires)

    def find_ageing(self, runs: Iterable[WarmRun]) -> list[WarmRun]:
        """Return those whose lease was not extended for a third of its time."""
        soon = wall_ms() + self._lease_ms * 2 // 3
        return [run for run in runs if run.lease_expires_ms <= soon]

    def release(self, lease: Lease) -> None:
        with suppress(VMError):  # the world is out of reach: the lease runs out by itself
            self._world.release_lease(lease)

    def release_all(self, runs: Sequence[WarmRun]) -> None:
        """Give the leases of `runs` up in one commit; with a message for those that have work left."""
        if not runs:
            return
        now = wall_ms()
        with suppress(VMError):
            fenced = set(self._world.append([run.part(now) for run in runs]).fenced)
            for run in runs:
                if run.run_id in fenced:  # its last commit failed: only the epoch tells that it is ours
                    self.release(run.lease)

    def retire(self) -> None:
        """Give the owner's name up: whatever it still holds may be taken over."""
        retire_owner(self.owner)
