"""Which runs want a host, and when the next one will.

Runs that wait for a host are indexed by workflow, priority and due time. There may be very many of them,
but few pairs of the first two: those are stepped over with one seek each, and of every pair only the most
urgent runs are read. So looking for work costs the same with ten parked runs and with a hundred thousand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from operator import attrgetter
from typing import Any, Final, NamedTuple

_WAITING: Final = "owner IS NULL AND ended_ms IS NULL AND buried_ms IS NULL AND due_ms IS NOT NULL"
_NEXT_WORKFLOW: Final = f"SELECT workflow FROM runs WHERE {_WAITING} AND workflow > ? ORDER BY workflow LIMIT 1"
_NEXT_PRIORITY: Final = (
    f"SELECT priority FROM runs WHERE {_WAITING} AND workflow = ? AND priority > ? ORDER BY priority LIMIT 1"
)
_EARLIEST: Final = f"SELECT min(due_ms) FROM runs WHERE {_WAITING} AND workflow = ? AND priority = ?"
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


def select_due(raw: sqlite3.Connection, now_ms: int, limit: int, workflows: Collection[str] | None) -> list[DueRun]:
    """Return the runs that want a host at `now_ms`, most urgent first. Wants a transaction to be exact."""
    found = [DueRun(*row) for group in _groups(raw, workflows) for row in raw.execute(_DUE, (*group, now_ms, limit))]
    found += _select_expired(raw, now_ms, workflows)
    return sorted(found, key=attrgetter("rank"))[:limit]


def find_next_due(raw: sqlite3.Connection, workflows: Collection[str] | None) -> int | None:
    earliest = (raw.execute(_EARLIEST, group).fetchone()[0] for group in _groups(raw, workflows))
    return min((due_ms for due_ms in earliest if due_ms is not None), default=None)


def _select_expired(raw: sqlite3.Connection, now_ms: int, workflows: Collection[str] | None) -> Iterator[DueRun]:
    for owner in _walk(raw, _NEXT_OWNER, ""):
        for *fields, workflow in raw.execute(_EXPIRED, (owner, now_ms, now_ms)):
            if workflows is None or workflow in workflows:
                yield DueRun(*fields)


def _groups(raw: sqlite3.Connection, workflows: Collection[str] | None) -> Iterator[tuple[str, int]]:
    """Yield the pairs of workflow and priority that any waiting run has."""
    for workflow in set(workflows) if workflows is not None else _walk(raw, _NEXT_WORKFLOW, ""):
        for priority in _walk(raw, _NEXT_PRIORITY, _LOWEST, workflow):
            yield workflow, priority


def _walk(raw: sqlite3.Connection, sql: str, last: Any, *given: str) -> Iterator[Any]:
    """Yield the distinct values after `last` of an indexed column, of which `sql` finds the next."""
    while (found := raw.execute(sql, (*given, last)).fetchone()) is not None:
        (last,) = found
        yield last
