"""The SQLite world: one file, any number of processes, one transaction per method."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

from vm.core.lifecycle import TERMINAL_RUN, RunStatus
from vm.errors import Fenced, RunExists, RunNotFound, WorldDamaged
from world.changes import HookClash
from world.records import (
    RESUME,
    Append,
    BundleRecord,
    BuriedRun,
    Creation,
    JournalRow,
    Lease,
    LeaseRecord,
    MessageRecord,
    NewMessage,
    NewRun,
    RunRecord,
    WaitRecord,
    Written,
)
from world.sqlite import due, journal, leases, queue, runs, waits
from world.sqlite.creations import require_addressees, send_all
from world.sqlite.limits import Limits
from world.sqlite.opening import open_connection
from world.sqlite.outside import Outside, end_run, write_changes
from world.sqlite.schedules import Schedules
from world.sqlite.upkeep import Upkeep

_ALL_WRITTEN: Final = Written()


class SqliteWorld(Schedules, Limits, Outside, Upkeep):
    """A `World` in a SQLite file (WAL). See `world.interface.World` for what each method promises.

    The file, and the folders above it, are made when they are not there, unless `create` is false.
    `synchronous` is SQLite's: FULL keeps every commit through a power cut, NORMAL may lose the last ones
    (never a part of one). `busy_timeout_ms` is how long a write waits for another process's. With `readonly`
    nothing is made or changed, not even an older schema; the file may be on media that cannot be written.

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
        readonly: bool = False,
    ) -> None:
        if readonly:
            from world.sqlite.readonly import open_readonly

            super().__init__(open_readonly(path, busy_timeout_ms=busy_timeout_ms))
        else:
            super().__init__(
                open_connection(path, synchronous=synchronous, busy_timeout_ms=busy_timeout_ms, create=create)
            )
        self._keys: dict[str, tuple[int, int]] = {}  # see `_find_key`

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
        creation = Creation(run, tuple(rows), bundle, tuple(messages), owner, lease_expires_ms)
        existing = self._write((), (creation,)).existing
        if existing:
            raise RunExists(existing[run.run_id])
        return creation.lease()

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
        with self._connection.reading() as raw:
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
        self._keys.pop(run_id, None)
        with self._connection.transaction() as raw:
            return leases.claim(raw, run_id, owner, now_ms, expires_ms)

    def claim_runs(
        self, *, owner: str, now_ms: int, expires_ms: int, limit: int, workflows: Collection[str] | None = None
    ) -> list[Lease]:
        """See `World.claim_runs`."""
        with self._connection.transaction() as raw:
            found = due.select_due(raw, now_ms, limit, workflows)
            claimed = [leases.take(raw, run, owner, now_ms, expires_ms) for run in found]
        for lease in claimed:
            self._keys.pop(lease.run_id, None)
        return claimed

    def extend_lease(self, lease: Lease, *, expires_ms: int) -> Lease:
        """See `World.extend_lease`."""
        self._keys.pop(lease.run_id, None)
        with self._connection.transaction() as raw:
            if not leases.extend(raw, lease, expires_ms):
                raise Fenced(lease.run_id)
        return replace(lease, expires_ms=expires_ms)

    def extend_leases(self, held: Sequence[Lease], *, expires_ms: int) -> list[str]:
        """See `World.extend_leases`."""
        for lease in held:
            self._keys.pop(lease.run_id, None)
        with self._connection.transaction() as raw:
            return [lease.run_id for lease in held if not leases.extend(raw, lease, expires_ms)]

    def return_lease(self, lease: Lease, *, now_ms: int) -> None:
        """See `World.return_lease`."""
        with self._connection.transaction() as raw:
            if leases.give_back(raw, lease):
                queue.put(raw, NewMessage(lease.run_id, RESUME, due_ms=now_ms))

    def release_lease(self, lease: Lease) -> None:
        """See `World.release_lease`."""
        with self._connection.transaction() as raw:
            leases.release(raw, lease)

    def list_owners(self) -> list[str]:
        """See `World.list_owners`."""
        with self._connection.reading() as raw:
            return list(due.select_owners(raw))

    def expire_leases(self, owner: str, *, now_ms: int) -> int:
        """See `World.expire_leases`."""
        self._keys.clear()
        with self._connection.transaction() as raw:
            return leases.expire(raw, owner, now_ms)

    def list_leases(self, run_id: str) -> list[LeaseRecord]:
        """See `World.list_leases`."""
        with self._connection.reading() as raw:
            return leases.select_leases(raw, run_id)

    # ---- dead letters

    def bury_run(self, lease: Lease, *, reason: str, now_ms: int) -> None:
        """See `World.bury_run`."""
        with self._connection.transaction() as raw:
            if not leases.bury(raw, lease, reason, now_ms):
                raise Fenced(lease.run_id)

    def revive_run(self, run_id: str, *, now_ms: int) -> bool:
        """See `World.revive_run`."""
        with self._connection.transaction() as raw:
            queue.require_run(raw, run_id)
            return leases.revive(raw, run_id) and queue.put(raw, NewMessage(run_id, RESUME, due_ms=now_ms))

    def list_buried(self, *, limit: int | None = None) -> list[BuriedRun]:
        """See `World.list_buried`."""
        with self._connection.reading() as raw:
            return leases.select_buried(raw, limit)

    # ---- advancing

    def append(self, appends: Sequence[Append], creations: Sequence[Creation] = ()) -> Written:
        """See `World.append`."""
        written = self._write(appends, creations)
        for append in appends:
            if not append.rows or append.release or append.status in TERMINAL_RUN:
                self._keys.pop(append.run_id, None)
        return written

    def _write(self, appends: Sequence[Append], creations: Sequence[Creation]) -> Written:
        clashes: list[HookClash] = []
        existing: dict[str, str] = {}
        with self._connection.transaction() as raw:
            reaches_out = bool(creations)
            for append in appends:
                if append.messages or append.changes is not None:
                    reaches_out = True
                    break
            if reaches_out:
                require_addressees(raw, appends, creations)
            written = [append for append in appends if self._advance(raw, append, clashes)]
            if reaches_out:
                existing = send_all(raw, written, creations)
        if len(written) == len(appends):
            return Written((), existing, tuple(clashes)) if existing or clashes else _ALL_WRITTEN
        kept = set(map(id, written))
        return Written(tuple(append.run_id for append in appends if id(append) not in kept), existing, tuple(clashes))

    def _advance(self, raw: sqlite3.Connection, append: Append, clashes: list[HookClash]) -> bool:
        run_key, check_ms = self._find_key(raw, append.run_id)
        if run_key is None or not journal.advance(raw, run_key, append):
            return False
        if append.changes is not None:
            clashes += write_changes(raw, run_key, append.run_id, append.changes)
        if append.status in TERMINAL_RUN:
            end_run(raw, run_key)
        if append.release or append.status in TERMINAL_RUN:
            journal.finish(raw, run_key, append)
        elif not append.rows or append.lease_expires_ms < check_ms:
            journal.check_lease(raw, run_key, append)
        return True

    def _find_key(self, raw: sqlite3.Connection, run_id: str) -> tuple[int | None, int]:
        """Return a run's key and the time at which its lease is looked at, remembered while the lease lasts.

        Who holds a lease uses it through one connection: nobody else moves that time to later.
        """
        known = self._keys.get(run_id)
        if known is None:
            found = raw.execute(runs.FIND_LEASED, (run_id,)).fetchone()
            if found is None:
                return None, 0
            known = self._keys[run_id] = found
        return known

    # ---- waking

    def due_runs(self, *, now_ms: int, limit: int, workflows: Collection[str] | None = None) -> list[str]:
        """See `World.due_runs`."""
        with self._connection.reading() as raw:
            return [run.run_id for run in due.select_due(raw, now_ms, limit, workflows)]

    def next_due_ms(self, *, workflows: Collection[str] | None = None) -> int | None:
        """See `World.next_due_ms`."""
        with self._connection.reading() as raw:
            return due.find_next_due(raw, workflows)

    def unfinished_runs(self) -> list[str]:
        """See `World.unfinished_runs`."""
        return [run_id for (run_id,) in self._connection.fetch_all(runs.UNFINISHED)]

    def list_waits(self, run_id: str | None = None, *, limit: int | None = None) -> list[WaitRecord]:
        """See `World.list_waits`."""
        with self._connection.reading() as raw:
            return waits.select_waits(raw, run_id, limit)

    # ---- queue

    def send(self, message: NewMessage) -> bool:
        """See `World.send`."""
        with self._connection.transaction() as raw:
            queue.require_run(raw, message.run_id)
            return queue.put(raw, message)

    def list_messages(self, run_id: str | None = None, *, limit: int | None = None) -> list[MessageRecord]:
        """See `World.list_messages`."""
        with self._connection.reading() as raw:
            return queue.select_messages(raw, run_id, limit)

    def read_messages(self, owner: str, *, after: int) -> list[MessageRecord]:
        """See `World.read_messages`."""
        with self._connection.reading() as raw:
            return queue.select_news(raw, owner, after)
