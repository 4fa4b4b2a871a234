"""Frozen rows that cross between the host and a world. Plain data; times are milliseconds since the epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vm.core.lifecycle import RunStatus
from vm.errors import InternalError


@dataclass(frozen=True, slots=True)
class BundleRecord:
    """The sandboxed source that runs point at. `hash` is the hex SHA-256 of `data`."""

    hash: str
    data: bytes


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One stored event. `hash` chains it; `appended_ms`, `epoch` and `notes` stand beside the chain.

    `epoch` is the lease under which it was appended (`World.list_leases` names the worker); `notes` is JSON
    text or None (the trace of a failure, for people).
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


def require_whole(run: NewRun, rows: Sequence[JournalRow], bundle: BundleRecord) -> None:
    """Raise `InternalError` unless a new run points at the bundle given with it and its rows start at 1."""
    if run.bundle != bundle.hash:
        raise InternalError(f"run {run.run_id} points at bundle {run.bundle}, but {bundle.hash} came with it")
    require_consecutive(run.run_id, 0, rows)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run, as listed. `head` is the last journal position, `head_hash` the run's journal hash.

    `origin` says where the code of its steps was found (JSON text), for hosts that drive it on later.
    `owner`, `lease_expires_ms` describe the current lease; `owner` is None when nobody holds it.
    `due_ms` is when the run next wants a host: its earliest wait or message; None when it waits for nothing.
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

    def is_held(self, now_ms: int) -> bool:
        """Say whether somebody's lease on the run is good at `now_ms`. It ends at its expiry, not after."""
        return self.lease_expires_ms is not None and self.lease_expires_ms > now_ms


@dataclass(frozen=True, slots=True)
class NewRun:
    """A run to be created. Its first journal rows are given with it, from position 1.

    `bundle` is the hash of the bundle that is stored with it.
    """

    run_id: str
    workflow: str
    bundle: str
    created_ms: int
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """The exclusive, expiring claim on a run. `epoch` grows with each claim and fences every append."""

    run_id: str
    owner: str
    epoch: int
    expires_ms: int


@dataclass(frozen=True, slots=True)
class LeaseRecord:
    """Who held a run under which epoch, since when. Kept for the record."""

    run_id: str
    epoch: int
    owner: str
    claimed_ms: int


@dataclass(frozen=True, slots=True)
class WaitRecord:
    """Something a run wants to be woken for. `kind` is `sleep` or `retry` (the next attempt of a step)."""

    run_id: str
    correlation_id: str
    kind: str
    due_ms: int


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message for a run's host. `key` makes it idempotent per run: a second one with it is ignored."""

    run_id: str
    kind: str
    payload: str | None = None
    key: str | None = None
    due_ms: int = 0
    priority: int = 0


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """A message in the queue, not yet consumed."""

    message_id: int
    run_id: str
    kind: str
    payload: str | None
    key: str | None
    due_ms: int
    priority: int


@dataclass(frozen=True, slots=True)
class Append:
    """What one advance of one run writes. All of it or nothing.

    `head` is the position that the writer saw before; the first row stands at `head + 1`. No rows at all is
    fine: an advance may only extend or release its lease. `status` is given when it changes; a final one ends
    the run: its lease is released, its waits and unconsumed messages are dropped.

    `lease_expires_ms` extends the lease; `release` gives it up in the same transaction (a run that parks).
    `consumed` are the ids of messages that these rows answer.

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
    release: bool = False

    def __post_init__(self) -> None:
        require_consecutive(self.run_id, self.head, self.rows)


@dataclass(frozen=True, slots=True)
class WorldHealth:
    """What `doctor` shows: schema version, counts by run status, sizes in bytes, findings as text.

    `runs` has every status, also those with no run. No findings means that all is well.
    """

    location: str
    schema: int
    runs: Mapping[str, int]
    size_bytes: int
    findings: tuple[str, ...]
