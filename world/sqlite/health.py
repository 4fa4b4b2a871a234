"""What `doctor` asks of a world's file: does every part of it agree with every other?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vm.core.lifecycle import RunStatus
from world.records import WorldHealth
from world.rules import describe_expired_lease
from world.sqlite.connection import Connection

_FAULTS_SHOWN: Final = 20

_COUNT: Final = "SELECT status, count(*) FROM runs GROUP BY status"
_EXPIRED: Final = (
    "SELECT run_id, owner, lease_expires_ms FROM runs WHERE owner IS NOT NULL AND lease_expires_ms <= ? "
    "ORDER BY lease_expires_ms"
)
_HEAD_ASTRAY: Final = f"""
    SELECT run_id, head, (SELECT ifnull(max(position), 0) FROM journal WHERE run_key = runs.run_key) AS last
    FROM runs WHERE head <> last
    OR head > 0 AND head_hash IS NOT (SELECT hash FROM journal WHERE run_key = runs.run_key AND position = head)
    LIMIT {_FAULTS_SHOWN}
"""
_DUE_ASTRAY: Final = f"""
    SELECT run_id FROM runs WHERE due_ms IS NOT (
        SELECT min(due_ms) FROM (
            SELECT due_ms FROM waits WHERE run_key = runs.run_key
            UNION ALL SELECT due_ms FROM queue WHERE run_key = runs.run_key
        )
    ) OR ended_ms IS NULL AND priority IS NOT (
        SELECT ifnull(max(priority), 0) FROM queue WHERE run_key = runs.run_key
    ) OR lease_check_ms > lease_expires_ms OR (owner IS NULL) IS NOT (lease_check_ms IS NULL)
    LIMIT {_FAULTS_SHOWN}
"""


def examine(connection: Connection, now_ms: int | None) -> WorldHealth:
    with connection.reading() as raw:
        return WorldHealth(
            location=connection.location,
            schema=raw.execute("PRAGMA user_version").fetchone()[0],
            runs=_count_runs(raw),
            size_bytes=sum(_size(Path(f"{connection.path}{suffix}")) for suffix in ("", "-wal")),
            findings=tuple(_findings(raw, now_ms)),
        )


def _count_runs(raw: sqlite3.Connection) -> dict[str, int]:
    return {status.value: 0 for status in RunStatus} | dict(raw.execute(_COUNT).fetchall())


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _findings(raw: sqlite3.Connection, now_ms: int | None) -> Iterator[str]:
    for (fault,) in raw.execute(f"PRAGMA integrity_check({_FAULTS_SHOWN})").fetchall():
        if fault != "ok":
            yield f"the file is damaged: {fault}"
    for table, _, parent, _ in raw.execute("PRAGMA foreign_key_check").fetchmany(_FAULTS_SHOWN):
        yield f"a row of {table} points at a row of {parent} that is not there"
    for run_id, head, last in raw.execute(_HEAD_ASTRAY).fetchall():
        yield f"run {run_id} ends at event {head}, its journal at {last}, or their hashes differ"
    for (run_id,) in raw.execute(_DUE_ASTRAY).fetchall():
        yield f"run {run_id} would not be woken when its waits and messages are due"
    if now_ms is not None:
        for run_id, owner, expires_ms in raw.execute(_EXPIRED, (now_ms,)).fetchall():
            yield describe_expired_lease(run_id, owner, now_ms - expires_ms)
