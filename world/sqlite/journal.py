"""Journal rows, and the advance that writes them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from vm.core.lifecycle import TERMINAL_RUN
from world.records import Append, JournalRow
from world.rules import settle_waits
from world.sqlite import queue, slots, waits
from world.sqlite.connection import Connection
from world.sqlite.runs import no_limit

_make_row: Final = partial(tuple.__new__, JournalRow)  # what `JournalRow._make` does, without a call of Python's
_PAGE: Final = 512  # rows read at once: no read transaction stays open between pages

_INSERT_ROW: Final = (
    "INSERT INTO journal (run_key, position, body, hash, appended_ms, epoch, notes) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
# The casts do nothing to what we wrote. What was edited by hand comes as text; its bytes are what the chain judges.
_SELECT_ROWS: Final = (
    "SELECT position, CAST(body AS BLOB), CAST(hash AS BLOB), appended_ms, epoch, notes FROM journal "
    "WHERE run_key = ? AND position > ? ORDER BY position LIMIT ?"
)
# The fence. Touches no indexed column: only the run's own page is written.
_ADVANCE: Final = (
    "UPDATE runs SET head = ?, head_hash = coalesce(?, head_hash), updated_ms = ?, lease_expires_ms = ?, "
    "status = coalesce(?, status), deliveries = CASE WHEN ? THEN 0 ELSE deliveries END "
    "WHERE run_key = ? AND epoch = ? AND head = ? AND owner IS NOT NULL AND ended_ms IS NULL"
)
_CHECK_LEASE: Final = "UPDATE runs SET lease_check_ms = ? WHERE run_key = ?"
_RELEASE: Final = "UPDATE runs SET owner = NULL, lease_expires_ms = NULL, lease_check_ms = NULL WHERE run_key = ?"
_END: Final = (
    "UPDATE runs SET ended_ms = ?, owner = NULL, lease_expires_ms = NULL, lease_check_ms = NULL, due_ms = NULL "
    "WHERE run_key = ?"
)


def insert_rows(raw: sqlite3.Connection, run_key: int, rows: Sequence[JournalRow]) -> None:
    raw.executemany(_INSERT_ROW, [(run_key, *row) for row in rows])


def read_rows(connection: Connection, run_key: int, after: int, limit: int | None) -> Iterator[JournalRow]:
    """Yield rows from position `after + 1`, a page at a time."""
    left = no_limit(limit)
    while left:
        size = _PAGE if left < 0 else min(left, _PAGE)
        page = connection.fetch_all(_SELECT_ROWS, (run_key, after, size))
        yield from map(_make_row, page)
        if len(page) < size:
            return
        after = page[-1][0]
        left = left if left < 0 else left - size


def advance(raw: sqlite3.Connection, run_key: int, append: Append) -> bool:
    """Write one run's advance but for its messages. Return False, and write nothing, when it is fenced off."""
    rows = append.rows
    values = (
        append.head + len(rows),
        rows[-1].hash if rows else None,
        append.now_ms,
        append.lease_expires_ms,
        None if append.status is None else append.status.value,
        bool(rows) or append.release,
        run_key,
        append.epoch,
        append.head,
    )
    if raw.execute(_ADVANCE, values).rowcount != 1:
        return False
    if rows:
        insert_rows(raw, run_key, rows)
    if append.opened or append.closed or append.consumed:
        _update_waiting(raw, run_key, append)
    if append.freed:
        slots.free(raw, run_key, append.freed)
    return True


def check_lease(raw: sqlite3.Connection, run_key: int, append: Append) -> None:
    """Say when the lease is to be looked at: for a run that is quiet, or whose lease was shortened."""
    raw.execute(_CHECK_LEASE, (append.lease_expires_ms, run_key))


def finish(raw: sqlite3.Connection, run_key: int, append: Append) -> None:
    """Give the lease up, and the slots with it. A run that ends drops all it waited for."""
    slots.free_all(raw, run_key)
    if append.status in TERMINAL_RUN:
        raw.execute(_END, (append.now_ms, run_key))
        waits.delete_all(raw, run_key)
        queue.delete_all(raw, run_key)
    else:
        raw.execute(_RELEASE, (run_key,))


def _update_waiting(raw: sqlite3.Connection, run_key: int, append: Append) -> None:
    closed, opened = settle_waits(append, lambda correlation_id: waits.is_open(raw, run_key, correlation_id))
    if closed:
        waits.close(raw, run_key, closed)
    if opened:
        waits.open(raw, run_key, opened)
    if append.consumed:
        queue.consume(raw, run_key, append.consumed)
    waits.refresh_due(raw, run_key)
