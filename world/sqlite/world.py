"""The SQLite world: one file, any number of processes, one transaction per method."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import sha256

from vm.core.lifecycle import TERMINAL_RUN, RunStatus
from vm.errors import Fenced, RunNotFound, WorldDamaged
from world.records import (
    Append,
    BundleRecord,
    JournalRow,
    Lease,
    LeaseRecord,
    MessageRecord,
    NewMessage,
    NewRun,
    RunRecord,
    WaitRecord,
    WorldHealth,
    require_whole,
)
from world.sqlite import health, journal, leases, queue, runs, waits
from world.sqlite.opening import open_connection


class SqliteWorld:
    """A `World` in a SQLite file (WAL). See `world.interface.World` for what each method promises.

    The file, and the folders above it, are made when they are not there, unless `create` is false.
    `synchronous` is SQLite's: FULL keeps every commit through a power cut, NORMAL may lose the last ones
    (never a part of one). `busy_timeout_ms` is how long a write waits for another process's.

    Raises:
        BadOption: `synchronous` is no level that SQLite has.
        WorldUnwritable: The path is a folder, or cannot be written.
        NotAWorld: It is no SQLite database, another program's, or missing with `create=False`.
        WorldDamaged: The file is malformed, or its log is there without it.
        WorldTooNew: A newer version of this program made it. Nothing is changed.
        WorldBusy: Another program held it for longer than `busy_timeout_ms`.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        synchronous: str = "FULL",
        busy_timeout_ms: int = 5000,
        create: bool = True,
    ) -> None:
        self._connection = open_connection(
            path, synchronous=synchronous, busy_timeout_ms=busy_timeout_ms, create=create
        )
        self._keys: dict[str, int] = {}  # run id -> run key, of the runs that this object advances

    @property
    def location(self) -> str:
        return self._connection.location

    @property
    def commits(self) -> int:
        """How many write transactions went through since the world was opened."""
        return self._connection.commits

    # ---- runs

    def create_run(
        self,
        run: NewRun,
        rows: Sequence[JournalRow],
        *,
        bundle: BundleRecord,
        messages: Sequence[NewMessage] = (),
        owner: str | None = None,
        lease_expires_ms: int = 0,
    ) -> Lease | None:
        """See `World.create_run`."""
        require_whole(run, rows, bundle)
        with self._connection.transaction() as raw:
            run_key = runs.insert_run(raw, run, rows, bundle, owner, lease_expires_ms)
            journal.insert_rows(raw, run_key, rows)
            if owner is not None:
                leases.record(raw, run_key, 1, owner, run.created_ms)
            self._send_all(raw, messages)
        return None if owner is None else Lease(run.run_id, owner, 1, lease_expires_ms)

    def find_run(self, run_id: str) -> RunRecord | None:
        """See `World.find_run`."""
        row = self._connection.fetch_one(runs.FIND_RUN, (run_id,))
        return None if row is None else runs.run_record(row)

    def get_run(self, run_id: str) -> RunRecord:
        """See `World.get_run`."""
        run = self.find_run(run_id)
        if run is None:
            raise RunNotFound(run_id)
        return run

    def list_runs(
        self,
        *,
        status: RunStatus | None = None,
        workflow: str | None = None,
        since_ms: int | None = None,
        limit: int | None = None,
        after: str | None = None,
    ) -> list[RunRecord]:
        """See `World.list_runs`."""
        with self._connection.faults():
            raw = self._connection.raw
            below = None if after is None else runs.find_place(raw, after)
            if after is not None and below is None:
                raise RunNotFound(after)
            return runs.select_runs(raw, status=status, workflow=workflow, since_ms=since_ms, limit=limit, below=below)

    def get_bundle(self, bundle_hash: str) -> bytes:
        """See `World.get_bundle`."""
        row = self._connection.fetch_one(runs.FIND_BUNDLE, (bundle_hash,))
        if row is None:
            raise WorldDamaged(self.location, f"bundle {bundle_hash} is missing")
        data: bytes = row[0]
        if sha256(data).hexdigest() != bundle_hash:
            raise WorldDamaged(self.location, f"the bytes of bundle {bundle_hash} do not have that hash")
        return data

    def read_journal(self, run_id: str, *, after: int = 0, limit: int | None = None) -> Iterator[JournalRow]:
        """See `World.read_journal`."""
        found = self._connection.fetch_one(runs.FIND_KEY, (run_id,))
        return iter(()) if found is None else journal.read_rows(self._connection, found[0], after, limit)

    # ---- leases

    def claim_run(self, run_id: str, *, owner: str, now_ms: int, expires_ms: int) -> Lease:
        """See `World.claim_run`."""
        with self._connection.transaction() as raw:
            return leases.claim(raw, run_id, owner, now_ms, expires_ms)

    def extend_lease(self, lease: Lease, *, expires_ms: int) -> Lease:
        """See `World.extend_lease`."""
        with self._connection.transaction() as raw:
            if not leases.extend(raw, lease, expires_ms):
                raise Fenced(lease.run_id)
        return Lease(lease.run_id, lease.owner, lease.epoch, expires_ms)

    def release_lease(self, lease: Lease) -> None:
        """See `World.release_lease`."""
        with self._connection.transaction() as raw:
            leases.release(raw, lease)

    def list_leases(self, run_id: str) -> list[LeaseRecord]:
        """See `World.list_leases`."""
        with self._connection.faults():
            return leases.select_leases(self._connection.raw, run_id)

    # ---- advancing

    def append(self, appends: Sequence[Append]) -> list[str]:
        """See `World.append`."""
        with self._connection.transaction() as raw:
            for append in appends:
                for message in append.messages:
                    queue.require_run(raw, message.run_id)
            fenced = [append.run_id for append in appends if not self._advance(raw, append)]
        for append in appends:
            if append.release or append.status in TERMINAL_RUN:
                self._keys.pop(append.run_id, None)
        return fenced

    def _advance(self, raw: sqlite3.Connection, append: Append) -> bool:
        run_key = self._find_key(raw, append.run_id)
        if run_key is None or not journal.advance(raw, run_key, append):
            return False
        for message in append.messages:
            queue.put(raw, message)
        journal.finish(raw, run_key, append)
        return True

    def _find_key(self, raw: sqlite3.Connection, run_id: str) -> int | None:
        run_key = self._keys.get(run_id)
        if run_key is None:
            found = raw.execute(runs.FIND_KEY, (run_id,)).fetchone()
            if found is None:
                return None
            run_key = self._keys[run_id] = int(found[0])
        return run_key

    # ---- waking

    def due_runs(self, *, now_ms: int, limit: int) -> list[str]:
        """See `World.due_runs`."""
        with self._connection.faults():
            return waits.select_due_runs(self._connection.raw, now_ms, limit)

    def next_due_ms(self) -> int | None:
        """See `World.next_due_ms`."""
        due_ms: int | None = self._connection.fetch_one(waits.NEXT_DUE)[0]
        return due_ms

    def unfinished_runs(self) -> list[str]:
        """See `World.unfinished_runs`."""
        return [run_id for (run_id,) in self._connection.fetch_all(runs.UNFINISHED)]

    def list_waits(self, run_id: str | None = None, *, limit: int | None = None) -> list[WaitRecord]:
        """See `World.list_waits`."""
        with self._connection.faults():
            return waits.select_waits(self._connection.raw, run_id, limit)

    # ---- queue

    def send(self, message: NewMessage) -> bool:
        """See `World.send`."""
        with self._connection.transaction() as raw:
            queue.require_run(raw, message.run_id)
            return queue.put(raw, message)

    def list_messages(self, run_id: str | None = None, *, limit: int | None = None) -> list[MessageRecord]:
        """See `World.list_messages`."""
        with self._connection.faults():
            return queue.select_messages(self._connection.raw, run_id, limit)

    def _send_all(self, raw: sqlite3.Connection, messages: Sequence[NewMessage]) -> None:
        for message in messages:
            queue.require_run(raw, message.run_id)
            queue.put(raw, message)

    # ---- upkeep

    def change_stamp(self) -> int:
        """See `World.change_stamp`. Changes when another connection commits, not on one's own writes."""
        return int(self._connection.pragma("data_version"))

    def health(self, *, now_ms: int | None = None) -> WorldHealth:
        """See `World.health`."""
        return health.examine(self._connection, now_ms)

    def close(self) -> None:
        """See `World.close`."""
        self._connection.close()
