"""What every world decides the same way, as pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from vm.core.journal import chain_hash, seed_hash
from vm.errors import InternalError
from world.records import (
    Append,
    BundleRecord,
    Creation,
    JournalRow,
    NewMessage,
    RunRecord,
    SlotRequest,
    WaitRecord,
    require_consecutive,
)


def settle_waits(append: Append, is_open: Callable[[str], bool]) -> tuple[Sequence[str], Sequence[WaitRecord]]:
    """Return the waits to close, then those to open.

    A wait that the advance both opened and closed ends open when it was opened more often than it was
    closed, counting whether it `is_open` now; its last opening stands. So a retry that came due and failed
    again is waited for anew, and a sleep that began and was cancelled is not waited for at all, whichever
    way the two lists are filled.
    """
    last = {wait.correlation_id: wait for wait in append.opened}
    both = last.keys() & set(append.closed)
    if not both:
        return append.closed, append.opened
    opens, closes = Counter(wait.correlation_id for wait in append.opened), Counter(append.closed)
    still = {key for key in both if is_open(key) + opens[key] > closes[key]}
    opened = [
        wait
        for wait in append.opened
        if (key := wait.correlation_id) not in both or (key in still and wait is last[key])
    ]
    return append.closed, opened


def messages_of(appends: Sequence[Append], creations: Sequence[Creation]) -> Iterator[NewMessage]:
    """Yield all messages of one call of `World.append`, in the order in which they are sent."""
    for append in appends:
        yield from append.messages
    for creation in (*children_of(appends), *creations):
        yield from creation.messages


def children_of(appends: Sequence[Append]) -> list[Creation]:
    """Return the runs that advances start."""
    return [child for append in appends if append.changes is not None for child in append.changes.children]


def find_room(
    request: SlotRequest, *, taken: int, first_end_ms: int | None, counted_ms: int | None, now_ms: int
) -> tuple[bool, int | None]:
    """Say whether one more attempt may begin under a limit; if not, when one may unless a slot is freed before.

    `taken` slots count now; the first of their leases ends at `first_end_ms`. `counted_ms` is the time of the
    grant that is `rate.count` grants back: while that is within the rate's time, the rate is used up.
    """
    retries_ms = []
    if request.concurrency is not None and taken >= request.concurrency:
        if first_end_ms is None:
            return False, None
        retries_ms.append(first_end_ms)
    if request.rate is not None and counted_ms is not None and counted_ms + request.rate.per_ms > now_ms:
        retries_ms.append(counted_ms + request.rate.per_ms)
    return not retries_ms, max(retries_ms, default=None)


def find_broken_event(run_id: str, rows: Iterable[tuple[int, bytes, bytes]]) -> int | None:
    """Return where a journal, as (position, body, hash), leaves its chain: None when it does not."""
    last = seed_hash(run_id)
    for number, (position, body, hash) in enumerate(rows, 1):
        last = chain_hash(last, body)
        if position != number or hash != last:
            return position
    return None


def describe_broken_chain(run_id: str, position: int) -> str:
    return f"run {run_id}: event {position} does not hash to what the chain says, or is not the next one"


LATE_MS: Final = 60_000
"""How late a schedule is when somebody should look for a worker."""


def describe_expired_lease(run_id: str, owner: str, late_ms: int) -> str:
    """Return the finding about a lease whose worker did not come back."""
    return f"run {run_id}: the lease of {owner} ended {late_ms} ms ago and was not released; any worker may go on"


def describe_stuck_run(run_id: str) -> str:
    """Return the finding about a run that is not over, and that nothing will ever wake."""
    return f"run {run_id} waits for nothing that would wake it; `python -m vm resume {run_id}` has it looked at"


def describe_late_schedule(name: str, late_ms: int) -> str:
    """Return the finding about a schedule that nobody moved on."""
    return f"schedule {name} was due {late_ms // 1000} s ago: no worker looks after it"


IMPORTED: Final = "it came from another world"
"""Why a run that was imported before its end is buried."""


def require_whole(run: RunRecord, rows: Sequence[JournalRow], bundle: BundleRecord) -> None:
    """Raise `InternalError` unless a run that is to be imported is all there."""
    require_consecutive(run.run_id, 0, rows)
    last = rows[-1].hash if rows else seed_hash(run.run_id)
    if (run.head, run.head_hash) != (len(rows), last):
        raise InternalError(f"run {run.run_id} ends at event {run.head}, {len(rows)} rows came with it")
    if run.bundle != bundle.hash:
        raise InternalError(f"run {run.run_id} points at bundle {run.bundle}, but {bundle.hash} came with it")
