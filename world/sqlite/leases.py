"""Who may advance a run: the lease columns of its row, and the record of all its leases."""

from __future__ import annotations

import sqlite3
from typing import Final

from vm.errors import RunEnded, RunLeased, RunNotFound
from world.records import BuriedRun, Lease, LeaseRecord
from world.sqlite import slots
from world.sqlite.due import DueRun
from world.sqlite.runs import no_limit

_FIND: Final = (
    "SELECT run_key, epoch, deliveries, owner, lease_expires_ms, ended_ms, buried_ms, status, priority "
    "FROM runs WHERE run_id = ?"
)
_CLAIM: Final = (
    "UPDATE runs SET epoch = ?, owner = ?, lease_expires_ms = ?, lease_check_ms = ?, deliveries = ?, "
    "buried_ms = NULL, bury_reason = NULL WHERE run_key = ?"
)
_RECORD: Final = "INSERT INTO leases (run_key, epoch, owner, claimed_ms) VALUES (?, ?, ?, ?)"
_HELD: Final = "run_id = ? AND epoch = ? AND owner IS NOT NULL"
_EXTEND: Final = f"UPDATE runs SET lease_expires_ms = ?, lease_check_ms = ? WHERE {_HELD}"
_RELEASE: Final = f"UPDATE runs SET owner = NULL, lease_expires_ms = NULL, lease_check_ms = NULL WHERE {_HELD}"
_FREE_SLOTS: Final = "DELETE FROM slots WHERE run_key = (SELECT run_key FROM runs WHERE run_id = ?)"
_RETURN: Final = (
    "UPDATE runs SET owner = NULL, lease_expires_ms = NULL, lease_check_ms = NULL, deliveries = max(deliveries - 1, 0) "
    f"WHERE {_HELD}"
)
_EXPIRE: Final = (
    "UPDATE runs SET lease_expires_ms = :now_ms, lease_check_ms = min(lease_check_ms, :now_ms) "
    "WHERE owner = :owner AND lease_expires_ms > :now_ms"
)
_BURY: Final = (
    "UPDATE runs SET owner = NULL, lease_expires_ms = NULL, lease_check_ms = NULL, buried_ms = ?, bury_reason = ? "
    f"WHERE {_HELD}"
)
_REVIVE: Final = (
    "UPDATE runs SET buried_ms = NULL, bury_reason = NULL, deliveries = 0 WHERE run_id = ? AND buried_ms IS NOT NULL"
)
_SELECT_BURIED: Final = (
    "SELECT run_id, workflow, deliveries, bury_reason, buried_ms FROM runs WHERE buried_ms IS NOT NULL "
    "ORDER BY buried_ms DESC, run_key DESC LIMIT ?"
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
    run_key, epoch, deliveries, holder, held_until_ms, ended_ms, buried_ms, status, priority = found
    if ended_ms is not None:
        raise RunEnded(run_id, status)
    if holder not in (None, owner) and held_until_ms > now_ms:
        raise RunLeased(run_id, holder, held_until_ms - now_ms)
    run = DueRun(run_key, run_id, epoch, 0 if buried_ms is not None else deliveries, priority)
    return take(raw, run, owner, now_ms, expires_ms)


def take(raw: sqlite3.Connection, run: DueRun, owner: str, now_ms: int, expires_ms: int) -> Lease:
    """Take a lease that nobody holds, or whose holder's time is up."""
    epoch, deliveries = run.epoch + 1, run.deliveries + 1
    raw.execute(_CLAIM, (epoch, owner, expires_ms, expires_ms, deliveries, run.run_key))
    record(raw, run.run_key, epoch, owner, now_ms)
    slots.free_all(raw, run.run_key)
    return Lease(run.run_id, owner, epoch, expires_ms, deliveries, run.priority)


def record(raw: sqlite3.Connection, run_key: int, epoch: int, owner: str, claimed_ms: int) -> None:
    raw.execute(_RECORD, (run_key, epoch, owner, claimed_ms))


def extend(raw: sqlite3.Connection, lease: Lease, expires_ms: int) -> bool:
    """Push a lease's end out; return False when it is no longer the run's."""
    return raw.execute(_EXTEND, (expires_ms, expires_ms, lease.run_id, lease.epoch)).rowcount == 1


def give_back(raw: sqlite3.Connection, lease: Lease) -> bool:
    """Give a lease up that was not used; return False when it is no longer the run's."""
    is_held = raw.execute(_RETURN, (lease.run_id, lease.epoch)).rowcount == 1
    if is_held:
        raw.execute(_FREE_SLOTS, (lease.run_id,))
    return is_held


def expire(raw: sqlite3.Connection, owner: str, now_ms: int) -> int:
    """Have an owner's leases end now; return how many had not."""
    return raw.execute(_EXPIRE, {"owner": owner, "now_ms": now_ms}).rowcount


def release(raw: sqlite3.Connection, lease: Lease) -> None:
    if raw.execute(_RELEASE, (lease.run_id, lease.epoch)).rowcount == 1:
        raw.execute(_FREE_SLOTS, (lease.run_id,))


def select_leases(raw: sqlite3.Connection, run_id: str) -> list[LeaseRecord]:
    return [LeaseRecord(*row) for row in raw.execute(_SELECT, (run_id,))]


def bury(raw: sqlite3.Connection, lease: Lease, reason: str, now_ms: int) -> bool:
    """Put the lease's run aside; return False when the lease is no longer the run's."""
    if raw.execute(_BURY, (now_ms, reason, lease.run_id, lease.epoch)).rowcount != 1:
        return False
    raw.execute(_FREE_SLOTS, (lease.run_id,))
    return True


def revive(raw: sqlite3.Connection, run_id: str) -> bool:
    """Undo `bury`; return False when the run is not buried."""
    return raw.execute(_REVIVE, (run_id,)).rowcount == 1


def select_buried(raw: sqlite3.Connection, limit: int | None) -> list[BuriedRun]:
    return [BuriedRun(*row) for row in raw.execute(_SELECT_BURIED, (no_limit(limit),))]
