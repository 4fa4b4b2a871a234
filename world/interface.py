"""The contract that every world keeps. Synchronous: the host decides what may block it.

Everything here is one transaction each, durable when the call returns. Times come from the caller, in
milliseconds since the epoch: a world reads no clock. Ids and positions are the caller's too. A world may be
used from one thread at a time, not always the same one; several processes may open the same one.

Errors are those of `vm.errors`: `OperatorError` for the machine (`WorldBusy`, `WorldUnwritable`,
`WorldDamaged`, ...), `CallerError` for the question (`RunNotFound`, `RunExists`). Infrastructure faults
never change anything: an error means nothing was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from vm.core.lifecycle import RunStatus
from world.records import (
    Append,
    BundleRecord,
    JournalRow,
    Lease,
    LeaseRecord,
    MessageRecord,
    NewMessage,
    NewRun,
    RunRecord,
    WaitRecord,
    WorldHealth,
)


class World(Protocol):
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
        is `pending`.

        Raises:
            RunExists: The run id is taken. Nothing is written; the caller decides whether it is the same run.
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

        A lease held by the same `owner` is taken again with a new epoch.

        Raises:
            RunNotFound: There is no such run.
            RunLeased: Another owner's lease has not expired.
            RunEnded: The run is over.
        """
        ...

    def extend_lease(self, lease: Lease, *, expires_ms: int) -> Lease:
        """Push a lease's end out. Raises `Fenced` when it is no longer the run's."""
        ...

    def release_lease(self, lease: Lease) -> None:
        """Give a lease up. A lease that is no longer the run's is none of our business: nothing happens."""
        ...

    def list_leases(self, run_id: str) -> list[LeaseRecord]:
        """Return every lease that a run ever had, by epoch."""
        ...

    # ---- advancing

    def append(self, appends: Sequence[Append]) -> list[str]:
        """Write several runs' advances in one transaction; return the run ids that were fenced off.

        An append whose epoch is not the run's current one, or whose head is not where the run's journal
        ends, or whose run is over, unknown or not leased by anybody, writes nothing of itself; the others are
        written all the same. A lease that expired but was claimed by nobody else still writes. The appends
        are applied in the order given: two of the same run work when the second follows on the first.

        A message whose `key` is already known for its run, or whose run is over, is ignored. Waits that are
        opened twice or closed when they are not open are ignored too: the journal is the truth, waits are
        its index.

        Raises:
            RunNotFound: A message is addressed to a run that does not exist. No append is written.
        """
        ...

    # ---- waking

    def due_runs(self, *, now_ms: int, limit: int) -> list[str]:
        """Return unfinished runs that want a host now and that nobody holds, most urgent first.

        A run wants a host when one of its messages or waits is due, or when a lease on it expired without
        having been released (its worker died). Priority first (the greatest of its due messages; 0 without
        any), then the earliest due time, then first come. An expired lease is due since it expired.
        """
        ...

    def next_due_ms(self) -> int | None:
        """Return the earliest due time of any message or wait of an unfinished run that nobody holds."""
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
