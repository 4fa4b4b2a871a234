"""The leases under which one engine advances runs: taken, kept and given up."""

from __future__ import annotations

from vm.errors import RunLeased
from vm.host.clock import wall_ms
from vm.host.owner import is_dead, new_owner, retire_owner
from world.interface import World
from world.records import Lease


class Leases:
    """Leases of one owner on one world, for `lease_ms` each. In real time: other processes read them.

    `pending` are those under which runs are being brought into memory. The others wait for the next transaction:
    `returned` were not used, `buried` are those of runs to be put aside, `put_off` those of runs that are to be
    tried again when their lease ends.
    """

    def __init__(self, world: World, lease_ms: int) -> None:
        self.owner = new_owner()
        self.lease_ms = lease_ms
        self.pending: dict[str, Lease] = {}
        self.returned: list[Lease] = []
        self.buried: list[tuple[Lease, str]] = []
        self.delayed: list[tuple[Lease, int]] = []
        self._world = world

    def next_expiry_ms(self, now_ms: int) -> int:
        """Return when a lease taken or extended at `now_ms` ends."""
        return now_ms + self.lease_ms

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

    def give_back(self, lease: Lease) -> None:
        """The lease was not used."""
        self._settle(lease)
        self.returned.append(lease)

    def bury(self, lease: Lease, reason: str) -> None:
        """The run is to be put aside, until somebody revives it."""
        self._settle(lease)
        self.buried.append((lease, reason))

    def put_off(self, lease: Lease, until_ms: int) -> None:
        """The run is to be tried again later: its lease ends then, and nobody extends it."""
        self._settle(lease)
        self.delayed.append((lease, until_ms))

    @property
    def are_unsettled(self) -> bool:
        return bool(self.returned or self.buried or self.delayed)

    def retire(self) -> None:
        """Give the owner's name up: whatever it still holds may be taken over."""
        retire_owner(self.owner)

    def _settle(self, lease: Lease) -> None:
        if self.pending.get(lease.run_id) is lease:
            del self.pending[lease.run_id]
