"""What an operator does with a world's file: look, import, delete, copy."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from vm.errors import BadInput, RunExists, WorldUnwritable
from world.changes import Belongings
from world.records import BundleRecord, JournalRow, NewRun, RunRecord, WaitRecord, WorldHealth
from world.rules import IMPORTED, require_whole
from world.sqlite import journal, runs, waits
from world.sqlite.base import Base

_FIND_ENDED: Final = "SELECT run_key FROM runs WHERE ended_ms < ? ORDER BY ended_ms, run_key LIMIT ?"
_FIND_ENDED_RUN: Final = "SELECT run_key FROM runs WHERE run_id = ? AND ended_ms IS NOT NULL"
_TABLES_OF_A_RUN: Final = (
    *("journal", "leases", "waits", "queue", "queue_keys", "slots", "hooks", "streams", "attributes"),
    "runs",  # the parent last
)
_DELETE: Final = (
    "DELETE FROM chunks WHERE stream_key IN (SELECT stream_key FROM streams WHERE run_key = ?)",
    *(f"DELETE FROM {table} WHERE run_key = ?" for table in _TABLES_OF_A_RUN),
)
_DELETE_BUNDLES: Final = """
    DELETE FROM bundles WHERE NOT EXISTS (SELECT 1 FROM runs WHERE bundle = hash)
    AND NOT EXISTS (SELECT 1 FROM schedules WHERE bundle = hash)
"""
_DELETE_ANSWERS: Final = "DELETE FROM answers WHERE created_ms < ?"


class Upkeep(Base):
    """See `World`, section upkeep."""

    def change_stamp(self) -> int:
        """See `World.change_stamp`. Changes when another connection commits, not on one's own writes."""
        return self._connection.stamp()

    def health(self, *, now_ms: int | None = None) -> WorldHealth:
        """See `World.health`."""
        from world.sqlite import health  # imported when somebody asks, as what few want of a world

        return health.examine(self._connection, now_ms)

    def get_belongings(self, run_id: str) -> Belongings:
        """See `World.get_belongings`."""
        from world.sqlite.belongings import read_belongings

        with self._connection.reading() as raw:
            return read_belongings(raw, run_id)

    def import_run(
        self,
        run: RunRecord,
        rows: Sequence[JournalRow],
        *,
        bundle: BundleRecord,
        waits: Sequence[WaitRecord] = (),
        belongings: Belongings | None = None,
        now_ms: int,
    ) -> bool:
        """See `World.import_run`."""
        require_whole(run, rows, bundle)
        with self._connection.transaction() as raw:
            known = raw.execute(runs.FIND_HEAD_HASH, (run.run_id,)).fetchone()
            if known is not None and known[0] == run.head_hash:
                return False
            new = NewRun(run.run_id, run.workflow, run.bundle, run.created_ms, dedup_key=run.dedup_key)
            existing = runs.find_existing(raw, new) if run.ended_ms is None or known is not None else None
            if existing is not None:
                raise RunExists(existing)
            runs.insert_bundle(raw, bundle)
            burial = (now_ms, IMPORTED) if run.ended_ms is None else (None, None)
            run_key = runs.insert_imported(raw, run, *burial)
            journal.insert_rows(raw, run_key, rows)
            if belongings is not None:
                from world.sqlite.belongings import write_belongings

                write_belongings(raw, run_key, run, belongings)
            if run.ended_ms is None:
                _open_waits(raw, run_key, waits)
        return True

    def delete_runs(self, *, ended_before_ms: int, limit: int) -> int:
        """See `World.delete_runs`."""
        with self._connection.transaction() as raw:
            chosen = raw.execute(_FIND_ENDED, (ended_before_ms, limit)).fetchall()
            for statement in _DELETE:
                raw.executemany(statement, chosen)
            raw.execute(_DELETE_BUNDLES)
            raw.execute(_DELETE_ANSWERS, (ended_before_ms,))
        return len(chosen)

    def delete_run(self, run_id: str) -> bool:
        """See `World.delete_run`."""
        with self._connection.transaction() as raw:
            chosen = raw.execute(_FIND_ENDED_RUN, (run_id,)).fetchall()
            for statement in _DELETE:
                raw.executemany(statement, chosen)
            raw.execute(_DELETE_BUNDLES)
        return bool(chosen)

    def shrink(self) -> int:
        """See `World.shrink`."""
        return self._connection.vacuum()

    def backup(self, path: str | os.PathLike[str]) -> None:
        """See `World.backup`."""
        target = Path(os.path.abspath(path))
        if target.exists():
            raise BadInput(f"{target} is there already", fix="give a name that is free: a copy never replaces anything")
        partial = target.with_name(f"{target.name}.partial")
        try:
            partial.unlink(missing_ok=True)  # of a backup that was killed
            self._connection.copy_to(partial)
            partial.rename(target)
        except OSError as error:
            raise WorldUnwritable(f"sqlite:{target}", str(error.strerror)) from error
        finally:
            with suppress(OSError):
                partial.unlink()

    def close(self) -> None:
        """See `World.close`."""
        self._connection.close()


def _open_waits(raw: sqlite3.Connection, run_key: int, opened: Sequence[WaitRecord]) -> None:
    waits.open(raw, run_key, opened)
    waits.refresh_due(raw, run_key)
