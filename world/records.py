"""Frozen rows that cross between the host and a world. Plain data; times are milliseconds since the epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Final, NamedTuple

from vm.core.frozen import frozen
from vm.core.lifecycle import RunStatus
from vm.errors import InternalError
from world.changes import Changes, HookClash


@frozen
class BundleRecord:
    """The sandboxed source that runs point at. `hash` is the hex SHA-256 of `data`."""

    hash: str
    data: bytes


class JournalRow(NamedTuple):
    """One stored event. `hash` chains it; `appended_ms`, `epoch` and `notes` stand beside the chain.

    A tuple: several are made for each step, and a tuple costs half of what a frozen dataclass does. `epoch` is the
    lease under which it was appended (`World.list_leases` names the worker); `notes` is JSON text or None (the trace of
    a failure, for people).
    """

    position: int
    body: bytes
    hash: bytes
    appended_ms: int
    epoch: int
    notes: str | None = None


def require_consecutive(run_id: str, head: int, rows: Sequence[JournalRow]) -> None:
    """Raise `InternalError` unless `rows` stand at `head + 1`, `head + 2` and so on.

    The ends are looked at, not every row: a writer that counts wrong is off at one of them, and the
    journal's primary key refuses a position given twice.
    """
    if rows and (rows[0].position != head + 1 or rows[-1].position != head + len(rows)):
        first, last = rows[0].position, rows[-1].position
        raise InternalError(f"{len(rows)} rows at {first} to {last} do not follow event {head} of run {run_id}")


@frozen
class RunRecord:
    """One run, as listed. `head` is the last journal position, `head_hash` the run's journal hash.

    `origin` says where the code of its steps was found (JSON text), for hosts that drive it on later.
    `owner`, `lease_expires_ms` describe the current lease; `owner` is None when nobody holds it.
    `due_ms` is when the run next wants a host: its earliest wait or message; None when it waits for nothing.
    `deliveries` counts the claims since it last got on (see `Lease`). `buried_ms` is when it was buried, or None.
    Of the runs that are due, those of the greatest `priority` are taken up first.
    """

    run_id: str
    workflow: str
    bundle: str
    status: RunStatus
    head: int
    head_hash: bytes
    created_ms: int
    updated_ms: int
    ended_ms: int | None
    origin: str | None
    epoch: int
    owner: str | None
    lease_expires_ms: int | None
    due_ms: int | None
    deliveries: int
    dedup_key: str | None
    buried_ms: int | None
    priority: int = 0

    def is_held(self, now_ms: int) -> bool:
        """Say whether somebody's lease on the run is good at `now_ms`. It ends at its expiry, not after."""
        return self.lease_expires_ms is not None and self.lease_expires_ms > now_ms


@frozen
class NewRun:
    """A run to be created. Its first journal rows are given with it, from position 1.

    `bundle` is the hash of the bundle that is stored with it. Of the runs that are not over, no two have the
    same `dedup_key`.
    """

    run_id: str
    workflow: str
    bundle: str
    created_ms: int
    origin: str | None = None
    dedup_key: str | None = None
    priority: int = 0


@frozen
class Lease:
    """The exclusive, expiring claim on a run. `epoch` grows with each claim and fences every append.

    `deliveries` counts the claims in a row, this one included, after which nothing was appended and the run was
    not parked in good order: a run that kills whoever takes it up is known by it. `priority` is the run's.
    """

    run_id: str
    owner: str
    epoch: int
    expires_ms: int
    deliveries: int = 1
    priority: int = 0


@frozen
class LeaseRecord:
    """Who held a run under which epoch, since when. Kept for the record."""

    run_id: str
    epoch: int
    owner: str
    claimed_ms: int


@frozen
class WaitRecord:
    """Something a run wants to be woken for. `kind` is `sleep` or `retry` (the next attempt of a step)."""

    run_id: str
    correlation_id: str
    kind: str
    due_ms: int


@frozen
class NewMessage:
    """A message for a run's host. `key` makes it idempotent per run: a second one with it is ignored.

    Its `kind` is between hosts; a world itself sends only `RESUME`. A `priority` greater than the run's becomes the
    run's own, for good; None is that of the run. One that `may_be_late` is ignored when there
    is no such run (any more).
    """

    run_id: str
    kind: str
    payload: str | None = None
    key: str | None = None
    due_ms: int = 0
    priority: int | None = None
    may_be_late: bool = False


START: Final = "start"
"""The kind of message that brings a host to a stored run that nobody has begun."""
RESUME: Final = "resume"
"""The kind that brings one to a run that was parked with work left, or revived."""


@frozen
class MessageRecord:
    """A message in the queue, not yet consumed."""

    message_id: int
    run_id: str
    kind: str
    payload: str | None
    key: str | None
    due_ms: int
    priority: int


@frozen
class BuriedRun:
    """A dead letter: a run that workers leave alone until it is revived. `reason` is text for people."""

    run_id: str
    workflow: str
    deliveries: int
    reason: str
    buried_ms: int


@frozen
class Creation:
    """A run to be stored with its first rows, its bundle unless that is there, and messages.

    With `owner` it is born leased, under epoch 1. Its status is `pending`.

    Raises:
        InternalError: The bundle is not the run's, or the rows do not start at 1.
    """

    run: NewRun
    rows: tuple[JournalRow, ...]
    bundle: BundleRecord
    messages: tuple[NewMessage, ...] = ()
    owner: str | None = None
    lease_expires_ms: int = 0

    def __post_init__(self) -> None:
        if self.run.bundle != self.bundle.hash:
            raise InternalError(
                f"run {self.run.run_id} points at bundle {self.run.bundle}, but {self.bundle.hash} came with it"
            )
        require_consecutive(self.run.run_id, 0, self.rows)

    def lease(self) -> Lease | None:
        """Return the lease that the run is born with, or None."""
        if self.owner is None:
            return None
        return Lease(self.run.run_id, self.owner, 1, self.lease_expires_ms, priority=self.run.priority)


@frozen
class Written:
    """What came of a call of `World.append`; everything that is not named here was written.

    `fenced` are the ids of the runs whose appends were refused, in the order of the appends. `existing` maps
    the run ids of the creations that were not needed to the runs that are there in their place: the same id, or
    the unfinished run with the same `dedup_key`. `clashes` are the hooks whose tokens others have.
    """

    fenced: tuple[str, ...] = ()
    existing: Mapping[str, str] = field(default_factory=dict)
    clashes: tuple[HookClash, ...] = ()


@frozen
class Append:
    """What one advance of one run writes. All of it or nothing.

    `head` is the position that the writer saw before; the first row stands at `head + 1`. No rows at all is
    fine: an advance may only extend or release its lease. `status` is given when it changes; a final one ends
    the run: its lease is released, its waits and unconsumed messages are dropped.

    `lease_expires_ms` extends the lease; `release` gives it up in the same transaction (a run that parks). One
    that parks with work left sends itself a message, or nobody would come for it. `consumed` are the ids of
    messages that these rows answer; `freed` the correlation ids whose slots are given back; `changes` what others
    see of the run beside.

    `opened` and `closed` may name the same wait (a retry came due and the step failed again; a sleep began
    and was cancelled): `world.rules.settle_waits` says what comes of it.

    Raises:
        InternalError: The rows do not follow `head`.
    """

    run_id: str
    epoch: int
    head: int
    rows: tuple[JournalRow, ...]
    now_ms: int
    lease_expires_ms: int
    status: RunStatus | None = None
    opened: tuple[WaitRecord, ...] = ()
    closed: tuple[str, ...] = ()
    messages: tuple[NewMessage, ...] = ()
    consumed: tuple[int, ...] = ()
    freed: tuple[str, ...] = ()
    changes: Changes | None = None
    release: bool = False

    def __post_init__(self) -> None:
        require_consecutive(self.run_id, self.head, self.rows)


@frozen
class Rate:
    """At most `count` within any `per_ms`."""

    count: int
    per_ms: int


@frozen
class SlotHolder:
    """An attempt that wants to begin: whose it is, and under which epoch."""

    run_id: str
    epoch: int
    correlation_id: str


@frozen
class SlotRequest:
    """Attempts that want to begin under the limit `key`. None: not limited so."""

    key: str
    concurrency: int | None
    rate: Rate | None
    holders: tuple[SlotHolder, ...]


@frozen
class SlotGrant:
    """How many of a request's holders may begin, from the first on.

    `retry_at_ms` is when the next one could be granted if nothing is freed before: None when all were, or when
    there is no room at all.
    """

    granted: int
    retry_at_ms: int | None


@frozen
class ScheduleRecord:
    """Runs that are started by the clock: `spec` (JSON text) says how and when, the host reads it.

    `next_ms` is the next tick, None while there is none (paused, or over); `last_ms` the last one that was
    dealt with. `bundle` holds the code that the next run gets.
    """

    name: str
    workflow: str
    bundle: str
    spec: str
    next_ms: int | None
    last_ms: int | None = None


@frozen
class WorldHealth:
    """What `doctor` shows: schema version, counts, sizes in bytes, findings as text.

    `runs` counts by status, also those with no run; `queue` counts `messages`, `waits`, `slots`, `schedules`, and
    the runs that are `held` and `buried`. `size_bytes` is all that the world takes, `log_bytes` the part of it
    that is to be folded in. No findings means that all is well.
    """

    location: str
    schema: int
    runs: Mapping[str, int]
    queue: Mapping[str, int]
    size_bytes: int
    log_bytes: int
    findings: tuple[str, ...]
