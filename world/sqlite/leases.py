"""Who may advance a run: the lease columns of its row, and the record of all its leases."""

from __future__ import annotations

import sqlite3
from typing import Final

from vm.errors import RunEnded, RunLeased, RunNotFound
from world.records import Lease, LeaseRecord

_FIND: Final = "SELECT run_key, epoch, owner, lease_expires_ms, ended_ms, status FROM runs WHERE run_id = ?"
_CLAIM: Final = "UPDATE runs SET epoch = ?, owner = ?, lease_expires_ms = ? WHERE run_key = ?"
_RECORD: Final = "INSERT INTO leases (run_key, epoch, owner, claimed_ms) VALUES (?, ?, ?, ?)"
_EXTEND: Final = "UPDATE runs SET lease_expires_ms = ? WHERE run_id = ? AND epoch = ? AND owner IS NOT NULL"
_RELEASE: Final = (
    "UPDATE runs SET owner = NULL, lease_expires_ms = NULL WHERE run_id = ? AND epoch = ? AND owner IS NOT NULL"
)
_SELECT: Final = (
    "SELECT run_id, leases.epoch, leases.owner, claimed_ms FROM leases JOIN runs USING (run_key) "
    "WHERE run_id = ? ORDER BY leases.epoch"
)


def claim(raw: sqlite3.Connection, run_id: str, owner: str, now_ms: int, expires_ms: int) -> Lease:
    """Take a run's lease. Raises `RunNotFound`, `RunEnded`, `RunLeased`."""
    found = raw.execute(_FIND, (run_id,)).fetchone()
    if found is None:
        raise RunNotFound(run_id)
    run_key, epoch, holder, held_until_ms, ended_ms, status = found
    if ended_ms is not None:
        raise RunEnded(run_id, status)
    if holder not in (None, owner) and held_until_ms > now_ms:
        raise RunLeased(run_id, holder, held_until_ms - now_ms)
    raw.execute(_CLAIM, (epoch + 1, owner, expires_ms, run_key))
    record(raw, run_key, epoch + 1, owner, now_ms)
    return Lease(run_id, owner, epoch + 1, expires_ms)


def record(raw: sqlite3.Connection, run_key: int, epoch: int, owner: str, claimed_ms: int) -> None:
    raw.execute(_RECORD, (run_key, epoch, owner, claimed_ms))


def extend(raw: sqlite3.Connection, lease: Lease, expires_ms: int) -> bool:
    """Push a lease's end out; return False when it is no longer the run's."""
    return raw.execute(_EXTEND, (expires_ms, lease.run_id, lease.epoch)).rowcount == 1


def release(raw: sqlite3.Connection, lease: Lease) -> None:
    raw.execute(_RELEASE, (lease.run_id, lease.epoch))


def select_leases(raw: sqlite3.Connection, run_id: str) -> list[LeaseRecord]:
    return [LeaseRecord(*row) for row in raw.execute(_SELECT, (run_id,))]
