"""What every world decides the same way, as pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from world.records import Append, Creation, NewMessage, WaitRecord


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


def describe_expired_lease(run_id: str, owner: str, late_ms: int) -> str:
    """Return the finding about a lease whose worker did not come back."""
    return f"run {run_id}: the lease of {owner} ended {late_ms} ms ago and was not released; any worker may go on"
