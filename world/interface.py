"""The contract that every world keeps. Synchronous: the host decides what may block it.

Everything here is one transaction each, durable when the call returns. Times come from the caller, in
milliseconds since the epoch: a world reads no clock. Ids and positions are the caller's too. Any number of
threads may use a world at once: writes take turns, and what is read was committed. Several processes may
open the same one; it is not carried over a fork.

Errors are those of `vm.errors`: `OperatorError` for the machine (`WorldBusy`, `WorldUnwritable`,
`WorldDamaged`, ...), `CallerError` for the question (`RunNotFound`, `RunExists`). Infrastructure faults
never change anything: an error means nothing was written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from vm.core.lifecycle import RunStatus
from world.outside import OutsideWorld
from world.records import (
    Append,
    BundleRecord,
    BuriedRun,
    Creation,
    JournalRow,
    Lease,
    LeaseRecord,
    MessageRecord,
    NewMessage,
    NewRun,
    RunRecord,
    WaitRecord,
    WorldHealth,
    Written,
)


class World(OutsideWorld, Protocol):
    """All that survives a crash."""

    @property
    def location(self) -> str:
        """The URL that opens this world again, for messages to people."""
        ...

    # ---- runs

    def create_run(
        self,
        run: NewRun,
        rows: Sequence[JournalRow],
        *,
        bundle: BundleRecord,
        messages: Sequence[NewMessage] = (),
        owner: str | None = None,
        lease_expires_ms: int = 0,
    ) -> Lease | None:
        """Store a new run, its bundle if it is not there yet, its first rows and messages.

        With `owner`, the run is born leased (epoch 1) and the lease is returned; else None. The run's status
        is `pending`. `append` creates several at once.

        Raises:
            RunExists: The run id is taken, or the `dedup_key` by an unfinished run. Nothing is written; the
                caller decides whether it is the same run. `run_id` is that of the run that is there.
            RunNotFound: A message is addressed to a run that does not exist. Nothing is written.
        """
        ...

    def find_run(self, run_id: str) -> RunRecord | None: ...

    def get_run(self, run_id: str) -> RunRecord:
        """Like `find_run`, but raises `RunNotFound`."""
        ...

    def list_runs(
        self,
        *,
        status: RunStatus | None = None,
        workflow: str | None = None,
        since_ms: int | None = None,
        limit: int | None = None,
        after: str | None = None,
    ) -> list[RunRecord]:
        """Return runs, newest first (by creation, then by order of arrival).

        `workflow` matches the whole id or its last part (the function's name). `since_ms` is the earliest
        creation time. `after` is the id of the last run of the page before.

        Raises:
            RunNotFound: There is no run `after`.
        """
        ...

    def get_bundle(self, bundle_hash: str) -> bytes:
        """Return a bundle's bytes.

        Raises:
            WorldDamaged: It is not there, or its bytes do not have that hash.
        """
        ...

    def read_journal(self, run_id: str, *, after: int = 0, limit: int | None = None) -> Iterator[JournalRow]:
        """Yield a run's rows in order, from position `after + 1`. An unknown run has none.

        Holds nothing open between rows: the run may be appended to, and the iterator dropped, at any time.
        """
        ...

    # ---- leases

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

    def release_lease(self, lease: Lease) -> None:
        """Give a lease up. A lease that is no longer the run's is none of our business: nothing happens.

        The delivery counts as one that came to nothing; an append that releases is how a run is parked.
        """
        ...

    def list_leases(self, run_id: str) -> list[LeaseRecord]:
        """Return every lease that a run ever had, by epoch."""
        ...

    # ---- dead letters

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

    # ---- advancing

    def append(self, appends: Sequence[Append], creations: Sequence[Creation] = ()) -> Written:
        """Write several runs' advances, and new runs, in one transaction; say what was not written.

        First the appends, in the order given: two of the same run work when the second follows on the first.
        One whose epoch is not the run's current one, or whose head is not where the run's journal ends, or
        whose run is over, unknown or not leased by anybody, is fenced: it writes nothing of itself. A lease
        that expired but was claimed by nobody else still writes. Waits that are opened twice or closed when
        they are not open are ignored: the journal is the truth, waits are its index.

        Then the creations, those of the appends' `changes` first, in the order given. One whose run id is taken,
        or whose `dedup_key` an unfinished run has, writes nothing and is named with the run that is there. So is
        the second of two alike.

        Then the messages of all that was written, those of the appends first. One whose `key` is already known
        for its run, or whose run is over, is ignored; so is one to a run that was to be created in this call
        and was not needed.

        Raises:
            RunNotFound: A message is addressed to a run that is neither there nor to be created. Nothing at
                all is written.
        """
        ...

    # ---- waking

    def due_runs(self, *, now_ms: int, limit: int, workflows: Collection[str] | None = None) -> list[str]:
        """Return unfinished runs that want a host now and that nobody holds, most urgent first.

        A run wants a host when one of its messages or waits is due, or when a lease on it expired without
        having been released (its worker died). One that is buried never does. Priority first (the greatest of
        its messages, due or not; 0 without any), then the earliest due time, then first come. An expired lease
        is due since it expired. `workflows`: whole ids of the workflows to look at (None: all).
        """
        ...

    def next_due_ms(self, *, workflows: Collection[str] | None = None) -> int | None:
        """Return the earliest due time of any message or wait of an unfinished run that nobody holds.

        Leaves out what `due_runs` leaves out. None when nothing will ever be due by itself.
        """
        ...

    def unfinished_runs(self) -> list[str]:
        """Return the ids of all runs that are neither completed, failed nor cancelled, oldest first."""
        ...

    def list_waits(self, run_id: str | None = None, *, limit: int | None = None) -> list[WaitRecord]:
        """Return open waits, earliest due first, then first come."""
        ...

    # ---- queue

    def send(self, message: NewMessage) -> bool:
        """Put a message in the queue. Return False when it was ignored: its key is known, or its run is over.

        A key is known for the life of the run, also after its message was consumed.

        Raises:
            RunNotFound: It is addressed to a run that does not exist.
        """
        ...

    def list_messages(self, run_id: str | None = None, *, limit: int | None = None) -> list[MessageRecord]:
        """Return unconsumed messages: greatest priority first, then earliest due, then first come."""
        ...

    def read_messages(self, owner: str, *, after: int) -> list[MessageRecord]:
        """Return the messages for the runs that `owner` holds whose id is greater than `after`, by id.

        For runs that are warm: what came since one last looked, whatever its due time.
        """
        ...

    # ---- upkeep

    def change_stamp(self) -> int:
        """Return a number that changes when another process or connection wrote.

        It may change on one's own writes too. Cheap; for waking without polling rows.
        """
        ...

    def health(self, *, now_ms: int | None = None) -> WorldHealth:
        """Look the whole world over: slow, in proportion to its size. `now_ms` finds expired leases too."""
        ...

    def close(self) -> None:
        """Release files. Closing twice is fine."""
        ...
