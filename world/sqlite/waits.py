"""What runs are parked for, and when each next wants a host."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

from world.records import WaitRecord
from world.sqlite.runs import no_limit

_OPEN: Final = (
    "INSERT INTO waits (run_key, correlation_id, kind, due_ms) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (run_key, correlation_id) DO NOTHING"
)
_IS_OPEN: Final = "SELECT 1 FROM waits WHERE run_key = ? AND correlation_id = ?"
_CLOSE: Final = "DELETE FROM waits WHERE run_key = ? AND correlation_id = ?"
_DELETE_ALL: Final = "DELETE FROM waits WHERE run_key = ?"
_SELECT: Final = (
    "SELECT run_id, correlation_id, kind, waits.due_ms FROM waits JOIN runs USING (run_key) "
    "ORDER BY waits.due_ms, wait_key LIMIT ?"
)
_SELECT_OF_RUN: Final = (
    "SELECT run_id, correlation_id, kind, waits.due_ms FROM waits JOIN runs USING (run_key) "
    "WHERE run_id = ? ORDER BY waits.due_ms, wait_key LIMIT ?"
)
_REFRESH_DUE: Final = """
    UPDATE runs SET
        due_ms = (
            SELECT min(due_ms) FROM (
                SELECT min(due_ms) AS due_ms FROM waits WHERE run_key = :run_key
                UNION ALL
                SELECT min(due_ms) FROM queue WHERE run_key = :run_key
            )
        )
    WHERE run_key = :run_key
"""


def open(raw: sqlite3.Connection, run_key: int, opened: Sequence[WaitRecord]) -> None:
    raw.executemany(_OPEN, [(run_key, wait.correlation_id, wait.kind, wait.due_ms) for wait in opened])


def close(raw: sqlite3.Connection, run_key: int, closed: Sequence[str]) -> None:
    raw.executemany(_CLOSE, [(run_key, correlation_id) for correlation_id in closed])


def is_open(raw: sqlite3.Connection, run_key: int, correlation_id: str) -> bool:
    return raw.execute(_IS_OPEN, (run_key, correlation_id)).fetchone() is not None


def delete_all(raw: sqlite3.Connection, run_key: int) -> None:
    raw.execute(_DELETE_ALL, (run_key,))


def refresh_due(raw: sqlite3.Connection, run_key: int) -> None:
    """Bring the run's `due_ms` in line with its waits and messages."""
    raw.execute(_REFRESH_DUE, {"run_key": run_key})


def select_waits(raw: sqlite3.Connection, run_id: str | None, limit: int | None) -> list[WaitRecord]:
    if run_id is None:
        found = raw.execute(_SELECT, (no_limit(limit),))
    else:
        found = raw.execute(_SELECT_OF_RUN, (run_id, no_limit(limit)))
    return [WaitRecord(*row) for row in found]
