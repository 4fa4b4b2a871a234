"""Runs, their bundles and their listing: SQL and what it means."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from vm.core.journal import seed_hash
from vm.core.lifecycle import RunStatus
from world.records import BundleRecord, Creation, NewRun, RunRecord

_COLUMNS: Final = (
    "run_id, workflow, bundle, status, head, head_hash, created_ms, updated_ms, ended_ms, origin, "
    "epoch, owner, lease_expires_ms, due_ms, deliveries, dedup_key, buried_ms, priority"
)
FIND_RUN: Final = f"SELECT {_COLUMNS} FROM runs WHERE run_id = ?"
FIND_BUNDLE: Final = "SELECT CAST(data AS BLOB) FROM bundles WHERE hash = ?"
FIND_KEY: Final = "SELECT run_key FROM runs WHERE run_id = ?"
FIND_LEASED: Final = "SELECT run_key, ifnull(lease_check_ms, 0) FROM runs WHERE run_id = ?"
FIND_HEAD_HASH: Final = "SELECT head_hash FROM runs WHERE run_id = ?"
UNFINISHED: Final = "SELECT run_id FROM runs WHERE ended_ms IS NULL ORDER BY created_ms, run_key"

_FIND_PLACE: Final = "SELECT created_ms, run_key FROM runs WHERE run_id = ?"
_INSERT_BUNDLE: Final = "INSERT INTO bundles (hash, data) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING"
_INSERT_RUN: Final = (
    "INSERT INTO runs (run_id, workflow, name, bundle, status, head, head_hash, created_ms, updated_ms, origin, "
    "epoch, owner, lease_expires_ms, lease_check_ms, deliveries, dedup_key, priority) "
    "VALUES (?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_IMPORTED: Final = (
    "INSERT INTO runs (run_id, workflow, name, bundle, status, head, head_hash, created_ms, updated_ms, ended_ms, "
    "origin, epoch, dedup_key, priority, buried_ms, bury_reason) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_FIND_DEDUP: Final = "SELECT run_id FROM runs WHERE dedup_key = ? AND ended_ms IS NULL"


def find_existing(raw: sqlite3.Connection, run: NewRun) -> str | None:
    """Return the id of the run that is there in place of the new one, or None."""
    if raw.execute(FIND_KEY, (run.run_id,)).fetchone() is not None:
        return run.run_id
    if run.dedup_key is None:
        return None
    found = raw.execute(_FIND_DEDUP, (run.dedup_key,)).fetchone()
    return None if found is None else str(found[0])


def insert_run(raw: sqlite3.Connection, creation: Creation) -> int:
    """Write the run's row; return the run's key. Its bundle is there."""
    run, rows, owner = creation.run, creation.rows, creation.owner
    head_hash = rows[-1].hash if rows else seed_hash(run.run_id)
    expires_ms = creation.lease_expires_ms
    lease = (0, None, None, None, 0) if owner is None else (1, owner, expires_ms, expires_ms, 1)
    times = (run.created_ms, run.created_ms)
    values = (
        run.run_id,
        run.workflow,
        _name(run.workflow),
        run.bundle,
        len(rows),
        head_hash,
        *times,
        run.origin,
        *lease,
    )
    return raw.execute(_INSERT_RUN, (*values, run.dedup_key, run.priority)).lastrowid or 0


def insert_imported(raw: sqlite3.Connection, run: RunRecord, buried_ms: int | None, reason: str | None) -> int:
    """Write the row of a run that another world exported; return the run's key."""
    values = (run.run_id, run.workflow, _name(run.workflow), run.bundle, run.status.value, run.head, run.head_hash)
    times = (run.created_ms, run.updated_ms, run.ended_ms)
    rest = (run.origin, run.epoch, run.dedup_key, run.priority, buried_ms, reason)
    return raw.execute(_INSERT_IMPORTED, (*values, *times, *rest)).lastrowid or 0


def insert_bundle(raw: sqlite3.Connection, bundle: BundleRecord) -> None:
    """Write a bundle, unless it is there."""
    raw.execute(_INSERT_BUNDLE, (bundle.hash, bundle.data))


def _name(workflow: str) -> str:
    return workflow.rpartition("//")[2]


def run_record(row: Sequence[Any]) -> RunRecord:
    run_id, workflow, bundle, status, *rest = row
    return RunRecord(run_id, workflow, bundle, RunStatus(status), *rest)


def select_runs(
    raw: sqlite3.Connection,
    *,
    status: RunStatus | None,
    workflow: str | None,
    since_ms: int | None,
    limit: int | None,
    below: tuple[int, int] | None,
) -> list[RunRecord]:
    """Return the runs that fit, newest first. `below` is the place (see `find_place`) that they come after."""
    tests: list[tuple[str, tuple[object, ...]]] = []
    if status is not None:
        tests.append(("status = ?", (status.value,)))
    if workflow is not None:
        tests.append(("(workflow = ? OR name = ?)", (workflow, workflow)))
    if since_ms is not None:
        tests.append(("created_ms >= ?", (since_ms,)))
    if below is not None:
        tests.append(("(created_ms, run_key) < (?, ?)", below))
    where = f"WHERE {' AND '.join(test for test, _ in tests)}" if tests else ""
    sql = f"SELECT {_COLUMNS} FROM runs {where} ORDER BY created_ms DESC, run_key DESC LIMIT ?"
    values = [value for _, given in tests for value in given]
    return [run_record(row) for row in raw.execute(sql, (*values, no_limit(limit)))]


def find_place(raw: sqlite3.Connection, run_id: str) -> tuple[int, int] | None:
    """Return where a run stands in the listing; None when there is no such run."""
    place: tuple[int, int] | None = raw.execute(_FIND_PLACE, (run_id,)).fetchone()
    return place


def no_limit(limit: int | None) -> int:
    """Return what LIMIT takes for `limit`."""
    return -1 if limit is None else limit
