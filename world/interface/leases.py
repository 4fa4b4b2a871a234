"""Who may advance a run, and which runs nobody should."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from world.records import BuriedRun, Lease, LeaseRecord


class Leases(Protocol):
    """See `world.interface`."""

    def claim_run(self, run_id: str, *, owner: str, now_ms: int, expires_ms: int) -> Lease:
        """Take the lease of a run that is not over, with the next epoch.

        A lease held by the same `owner` is taken again with a new epoch. A run that is buried is revived:
        somebody asked for it.

        Raises:
            RunNotFound: There is no such run.
            RunLeased: Another owner's lease has not expired.
            RunEnded: The run is over.
        """
        ...

    def claim_runs(
        self, *, owner: str, now_ms: int, expires_ms: int, limit: int, workflows: Collection[str] | None = None
    ) -> list[Lease]:
        """Take the leases of up to `limit` runs that want a host, in one transaction.

        Those that `due_runs` would name, in its order; no two callers get the same one.
        """
        ...

    def extend_lease(self, lease: Lease, *, expires_ms: int) -> Lease:
        """Move a lease's end. Raises `Fenced` when it is no longer the run's.

        A host that failed at a run, and wants it tried again later, moves the end to then and forgets the
        lease: the run is due when it ends, and the next claim counts one delivery more.
        """
        ...

    def extend_leases(self, held: Sequence[Lease], *, expires_ms: int) -> list[str]:
        """Move the ends of several leases in one transaction; return the runs whose lease it no longer is."""
        ...

    def return_lease(self, lease: Lease, *, now_ms: int) -> None:
        """Give a lease back unused: the run is due at `now_ms`, and the delivery does not count.

        A lease that is no longer the run's is none of our business: nothing happens.
        """
        ...

    def release_lease(self, lease: Lease) -> None:
        """Give a lease up. A lease that is no longer the run's is none of our business: nothing happens.

        The delivery counts as one that came to nothing; an append that releases is how a run is parked.
        """
        ...

    def list_owners(self) -> list[str]:
        """Return who holds any lease, in good time or not."""
        ...

    def expire_leases(self, owner: str, *, now_ms: int) -> int:
        """Have the leases of an owner who certainly drives nothing any more end at `now_ms`. Returns how many."""
        ...

    def list_leases(self, run_id: str) -> list[LeaseRecord]:
        """Return every lease that a run ever had, by epoch."""
        ...

    def bury_run(self, lease: Lease, *, reason: str, now_ms: int) -> None:
        """Put a run aside: its lease is given up, and it is not due until it is revived.

        It loses nothing. Messages still reach it, and wait with it.

        Raises:
            Fenced: The lease is no longer the run's. Nothing is written.
        """
        ...

    def revive_run(self, run_id: str, *, now_ms: int) -> bool:
        """Put a buried run back in the queue, due now, its deliveries counted from 0.

        It is sent a message of kind `RESUME`. Return False when it is not buried: nothing happens.

        Raises:
            RunNotFound: There is no such run.
        """
        ...

    def list_buried(self, *, limit: int | None = None) -> list[BuriedRun]:
        """Return the buried runs, the last buried first."""
        ...
