"""Which runs want a host, and when the next one will.

Runs that wait for a host are indexed by workflow, priority and due time. There may be very many of them,
but few pairs of the first two: those are stepped over with one seek each, and of every pair only the most
urgent runs are read. So looking for work costs the same with ten parked runs and with a hundred thousand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from operator import attrgetter
from typing import Final, NamedTuple

_WAITING: Final = "owner IS NULL AND ended_ms IS NULL AND buried_ms IS NULL AND due_ms IS NOT NULL"
# Two statements: over (workflow, priority) > (?, ?) SQLite would walk through all the runs of the group.
_NEXT_WORKFLOW: Final = (
    f"SELECT workflow, priority, due_ms FROM runs WHERE {_WAITING} AND workflow > ? "
    "ORDER BY workflow, priority, due_ms LIMIT 1"
)
_NEXT_PRIORITY: Final = (
    f"SELECT workflow, priority, due_ms FROM runs WHERE {_WAITING} AND workflow = ? AND priority > ? "
    "ORDER BY priority, due_ms LIMIT 1"
)
_COLUMNS: Final = "run_key, run_id, epoch, deliveries, priority"
_DUE: Final = (
    f"SELECT {_COLUMNS}, due_ms FROM runs WHERE {_WAITING} AND workflow = ? AND priority = ? AND due_ms <= ? "
    "ORDER BY due_ms, run_key LIMIT ?"
)
_NEXT_OWNER: Final = "SELECT owner FROM runs WHERE owner IS NOT NULL AND owner > ? ORDER BY owner LIMIT 1"
# A held run whose lease expired is due since then, or earlier.
_EXPIRED: Final = (
    f"SELECT {_COLUMNS}, min(lease_expires_ms, ifnull(due_ms, lease_expires_ms)), workflow FROM runs "
    "WHERE owner = ? AND lease_check_ms <= ? AND lease_expires_ms <= ?"
)
_LOWEST: Final = -(2**63)  # SQLite's least integer: below every priority there is


class DueRun(NamedTuple):
    run_key: int
    run_id: str
    epoch: int
    deliveries: int
    priority: int = 0
    due_ms: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        return -self.priority, self.due_ms, self.run_key


class _Group(NamedTuple):
    """Runs of one workflow and priority that wait; the first of them is due at `due_ms`."""

    workflow: str
    priority: int
    due_ms: int


def select_due(raw: sqlite3.Connection, now_ms: int, limit: int, workflows: Collection[str] | None) -> list[DueRun]:
    """Return the runs that want a host at `now_ms`, most urgent first. Wants a transaction to be exact."""
    found = list(_select_expired(raw, now_ms, workflows))
    for group in _groups(raw, workflows):
        if group.due_ms <= now_ms:
            found += map(DueRun._make, raw.execute(_DUE, (group.workflow, group.priority, now_ms, limit)))
    return sorted(found, key=attrgetter("rank"))[:limit]


def find_next_due(raw: sqlite3.Connection, workflows: Collection[str] | None) -> int | None:
    return min((group.due_ms for group in _groups(raw, workflows)), default=None)


def _select_expired(raw: sqlite3.Connection, now_ms: int, workflows: Collection[str] | None) -> Iterator[DueRun]:
    for owner in select_owners(raw):
        for *fields, workflow in raw.execute(_EXPIRED, (owner, now_ms, now_ms)):
            if workflows is None or workflow in workflows:
                yield DueRun(*fields)


def select_owners(raw: sqlite3.Connection) -> Iterator[str]:
    """Yield who holds any run, one seek each."""
    owner = ""
    while (found := raw.execute(_NEXT_OWNER, (owner,)).fetchone()) is not None:
        (owner,) = found
        yield owner


def _groups(raw: sqlite3.Connection, workflows: Collection[str] | None) -> Iterator[_Group]:
    if workflows is not None:
        for workflow in set(workflows):
            yield from _groups_after(raw, workflow, _LOWEST)
        return
    workflow = ""
    while (found := raw.execute(_NEXT_WORKFLOW, (workflow,)).fetchone()) is not None:
        group = _Group(*found)
        yield group
        yield from _groups_after(raw, group.workflow, group.priority)
        workflow = group.workflow


def _groups_after(raw: sqlite3.Connection, workflow: str, priority: int) -> Iterator[_Group]:
    """Yield the groups of one workflow that are more urgent."""
    while (found := raw.execute(_NEXT_PRIORITY, (workflow, priority)).fetchone()) is not None:
        group = _Group(*found)
        yield group
        priority = group.priority
