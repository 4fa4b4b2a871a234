"""What `doctor` asks of a world's file: does every part of it agree with every other, and does all go on?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from vm.core.lifecycle import RunStatus
from world.records import WorldHealth
from world.rules import (
    LATE_MS,
    describe_broken_chain,
    describe_expired_lease,
    describe_late_schedule,
    describe_stuck_run,
    find_broken_event,
)
from world.sqlite.connection import Connection

LARGE_LOG_BYTES: Final = 64 * 1024 * 1024
"""SQLite folds its log in when that has some 4 MiB, and begins it anew. One that is much larger was kept from it."""

_FAULTS_SHOWN: Final = 20

_COUNT: Final = "SELECT status, count(*) FROM runs GROUP BY status"
_QUEUE: Final = """
    SELECT 'messages', count(*) FROM queue
    UNION ALL SELECT 'waits', count(*) FROM waits
    UNION ALL SELECT 'held', count(*) FROM runs WHERE owner IS NOT NULL
    UNION ALL SELECT 'buried', count(*) FROM runs WHERE buried_ms IS NOT NULL
    UNION ALL SELECT 'slots', count(*) FROM slots
    UNION ALL SELECT 'schedules', count(*) FROM schedules
"""

# Each finds rows that should not be there; its text says so of a row.
_DISAGREEMENTS: Final[tuple[tuple[str, str], ...]] = (
    (
        """
        SELECT run_id, head, (SELECT ifnull(max(position), 0) FROM journal WHERE run_key = runs.run_key) AS last
        FROM runs WHERE head <> last
        OR head > 0 AND head_hash IS NOT (SELECT hash FROM journal WHERE run_key = runs.run_key AND position = head)
        """,
        "run {} ends at event {}, its journal at {}, or their hashes differ",
    ),
    (
        """
        SELECT run_id FROM runs WHERE due_ms IS NOT (
            SELECT min(due_ms) FROM (
                SELECT due_ms FROM waits WHERE run_key = runs.run_key
                UNION ALL SELECT due_ms FROM queue WHERE run_key = runs.run_key
            )
        )
        """,
        "run {} would not be woken when its waits and messages are due",
    ),
    (
        """
        SELECT run_id FROM runs WHERE lease_check_ms > lease_expires_ms
        OR (owner IS NULL) IS NOT (lease_check_ms IS NULL) OR (owner IS NULL) IS NOT (lease_expires_ms IS NULL)
        """,
        "run {} would not be taken over when its lease ends",
    ),
    (
        """
        SELECT run_id FROM runs WHERE ended_ms IS NOT NULL AND (
            due_ms IS NOT NULL OR owner IS NOT NULL OR buried_ms IS NOT NULL
            OR EXISTS (SELECT 1 FROM hooks WHERE hooks.run_key = runs.run_key)
            OR EXISTS (SELECT 1 FROM streams WHERE streams.run_key = runs.run_key AND NOT is_closed)
        ) OR buried_ms IS NOT NULL AND (owner IS NOT NULL OR bury_reason IS NULL)
        """,
        "run {} is over or buried, and somebody holds it or it waits for something",
    ),
    (
        """
        SELECT limit_key, run_id, correlation_id FROM slots JOIN runs USING (run_key)
        WHERE owner IS NULL OR slots.epoch <> runs.epoch
        """,
        "limit {} has a slot for {}/{}, whose holder is gone",
    ),
    (
        """
        SELECT dedup_key, min(run_id), max(run_id) FROM runs WHERE dedup_key IS NOT NULL AND ended_ms IS NULL
        GROUP BY dedup_key HAVING count(*) > 1
        """,
        "the dedup key {!r} is that of runs {} and {}, and neither is over",
    ),
    (
        """
        SELECT run_id, namespace, length, (SELECT count(*) FROM chunks WHERE stream_key = streams.stream_key) AS found
        FROM streams JOIN runs USING (run_key) WHERE length <> found
        """,
        "run {}: its stream {!r} says that it has {} pieces, and has {}",
    ),
)
_BUNDLES: Final = "SELECT hash, CAST(data AS BLOB) FROM bundles"
_EVENTS: Final = (
    "SELECT run_id, position, CAST(body AS BLOB), CAST(hash AS BLOB) FROM runs JOIN journal USING (run_key) "
    "ORDER BY run_key, position"
)

_EXPIRED: Final = (
    "SELECT run_id, owner, ? - lease_expires_ms FROM runs WHERE owner IS NOT NULL AND lease_expires_ms <= ? "
    "ORDER BY lease_expires_ms, run_key"
)
# A child's id begins with its parent's and a dot, after which comes the slash: the end of the parent is still to come.
_STUCK: Final = """
    SELECT run_id FROM runs
    WHERE ended_ms IS NULL AND owner IS NULL AND buried_ms IS NULL AND due_ms IS NULL
    AND NOT EXISTS (SELECT 1 FROM hooks WHERE hooks.run_key = runs.run_key)
    AND NOT EXISTS (
        SELECT 1 FROM runs AS child
        WHERE child.run_id > runs.run_id || '.' AND child.run_id < runs.run_id || '/' AND child.ended_ms IS NULL
    )
    ORDER BY run_key
"""
_LATE: Final = "SELECT name, ? - next_ms FROM schedules WHERE next_ms <= ? ORDER BY next_ms, name"


def examine(connection: Connection, now_ms: int | None) -> WorldHealth:
    log_bytes = _size(connection.log)
    with connection.reading() as raw:
        return WorldHealth(
            location=connection.location,
            schema=raw.execute("PRAGMA user_version").fetchone()[0],
            runs={status.value: 0 for status in RunStatus} | dict(raw.execute(_COUNT).fetchall()),
            queue=dict(raw.execute(_QUEUE).fetchall()),
            size_bytes=_size(connection.path) + log_bytes,
            log_bytes=log_bytes,
            findings=(*_find_faults(raw, log_bytes), *(() if now_ms is None else _find_delays(raw, now_ms))),
        )


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _find_faults(raw: sqlite3.Connection, log_bytes: int) -> Iterator[str]:
    """Yield what does not agree."""
    for (fault,) in raw.execute(f"PRAGMA integrity_check({_FAULTS_SHOWN})").fetchall():
        if fault != "ok":
            yield f"the file is damaged: {fault}"
    for table, _, parent, _ in raw.execute("PRAGMA foreign_key_check").fetchmany(_FAULTS_SHOWN):
        yield f"a row of {table} points at a row of {parent} that is not there"
    for sql, text in _DISAGREEMENTS:
        for row in raw.execute(f"{sql} LIMIT {_FAULTS_SHOWN}").fetchall():
            yield text.format(*row)
    for bundle, data in raw.execute(_BUNDLES):
        if sha256(data).hexdigest() != bundle:
            yield f"the bytes of bundle {bundle} do not have that hash"
    for run_id, rows in groupby(raw.execute(_EVENTS), key=itemgetter(0)):
        position = find_broken_event(run_id, (tuple(row[1:]) for row in rows))
        if position is not None:
            yield describe_broken_chain(run_id, position)
    if log_bytes > LARGE_LOG_BYTES:
        yield (
            f"the log has {log_bytes // 2**20} MiB: a program that reads for very long keeps it from being folded "
            "into the file"
        )


def _find_delays(raw: sqlite3.Connection, now_ms: int) -> Iterator[str]:
    """Yield what is late, or will never come."""
    for row in raw.execute(_EXPIRED, (now_ms, now_ms)).fetchall():
        yield describe_expired_lease(*row)
    for (run_id,) in raw.execute(_STUCK).fetchall():
        yield describe_stuck_run(run_id)
    for row in raw.execute(_LATE, (now_ms, now_ms - LATE_MS)).fetchall():
        yield describe_late_schedule(*row)
