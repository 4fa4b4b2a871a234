"""Older files brought to the present schema, by sqlite-utils, in one transaction.

Imported only when there is something to migrate: sqlite-utils takes longer to import than a short run
takes to run. A new file is made from `schema.SCHEMA` at once; a test holds that both ways end at the same
tables. A migration never changes once released, and never drops a row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

from sqlite_utils import Database, Migrations

from vm.errors import WorldDamaged
from world.records import RESUME, START

Migration = Callable[[Database], None]

_FIRST_SCHEMA: Final = (
    """
    CREATE TABLE bundles (
        hash TEXT PRIMARY KEY NOT NULL,
        data BLOB NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE runs (
        run_key INTEGER PRIMARY KEY AUTOINCREMENT,
        run_id TEXT NOT NULL UNIQUE,
        workflow TEXT NOT NULL,
        name TEXT NOT NULL,
        bundle TEXT NOT NULL REFERENCES bundles (hash),
        status TEXT NOT NULL,
        head INTEGER NOT NULL,
        head_hash BLOB NOT NULL,
        created_ms INTEGER NOT NULL,
        updated_ms INTEGER NOT NULL,
        ended_ms INTEGER,
        origin TEXT,
        epoch INTEGER NOT NULL,
        owner TEXT,
        lease_expires_ms INTEGER,
        due_ms INTEGER
    )
    """,
    "CREATE INDEX runs_created ON runs (created_ms)",
    "CREATE INDEX runs_unfinished ON runs (created_ms) WHERE ended_ms IS NULL",
    "CREATE INDEX runs_held ON runs (owner) WHERE owner IS NOT NULL",
    """
    CREATE INDEX runs_due ON runs (due_ms)
    WHERE owner IS NULL AND ended_ms IS NULL AND due_ms IS NOT NULL
    """,
    """
    CREATE TABLE journal (
        run_key INTEGER NOT NULL REFERENCES runs (run_key),
        position INTEGER NOT NULL,
        body BLOB NOT NULL,
        hash BLOB NOT NULL,
        appended_ms INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        notes TEXT,
        PRIMARY KEY (run_key, position)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE leases (
        run_key INTEGER NOT NULL REFERENCES runs (run_key),
        epoch INTEGER NOT NULL,
        owner TEXT NOT NULL,
        claimed_ms INTEGER NOT NULL,
        PRIMARY KEY (run_key, epoch)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE waits (
        wait_key INTEGER PRIMARY KEY,
        run_key INTEGER NOT NULL REFERENCES runs (run_key),
        correlation_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        due_ms INTEGER NOT NULL,
        UNIQUE (run_key, correlation_id)
    )
    """,
    """
    CREATE TABLE queue (
        message_id INTEGER PRIMARY KEY AUTOINCREMENT,
        run_key INTEGER NOT NULL REFERENCES runs (run_key),
        kind TEXT NOT NULL,
        payload TEXT,
        key TEXT,
        due_ms INTEGER NOT NULL,
        priority INTEGER NOT NULL
    )
    """,
    "CREATE INDEX queue_run ON queue (run_key, due_ms)",
    """
    CREATE TABLE queue_keys (
        run_key INTEGER NOT NULL REFERENCES runs (run_key),
        key TEXT NOT NULL,
        PRIMARY KEY (run_key, key)
    ) WITHOUT ROWID
    """,
)

_RUNS_OF_2: Final = (
    "ALTER TABLE runs ADD COLUMN priority INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE runs ADD COLUMN lease_check_ms INTEGER",
    "ALTER TABLE runs ADD COLUMN deliveries INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE runs ADD COLUMN dedup_key TEXT",
    "ALTER TABLE runs ADD COLUMN buried_ms INTEGER",
    "ALTER TABLE runs ADD COLUMN bury_reason TEXT",
    "DROP INDEX runs_held",
    "DROP INDEX runs_due",
    "CREATE INDEX runs_ended ON runs (ended_ms) WHERE ended_ms IS NOT NULL",
    "CREATE INDEX runs_bundle ON runs (bundle)",
    "CREATE INDEX runs_held ON runs (owner, lease_check_ms) WHERE owner IS NOT NULL",
    """
    CREATE INDEX runs_due ON runs (workflow, priority, due_ms)
    WHERE owner IS NULL AND ended_ms IS NULL AND buried_ms IS NULL AND due_ms IS NOT NULL
    """,
    "CREATE INDEX runs_buried ON runs (buried_ms) WHERE buried_ms IS NOT NULL",
    """
    CREATE UNIQUE INDEX runs_dedup ON runs (dedup_key)
    WHERE dedup_key IS NOT NULL AND ended_ms IS NULL
    """,
)
_TABLES_OF_2: Final = (
    """
    CREATE TABLE slots (
        limit_key TEXT NOT NULL,
        run_key INTEGER NOT NULL REFERENCES runs (run_key),
        correlation_id TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        PRIMARY KEY (limit_key, run_key, correlation_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX slots_run ON slots (run_key, correlation_id)",
    """
    CREATE TABLE grants (
        limit_key TEXT NOT NULL,
        number INTEGER NOT NULL,
        at_ms INTEGER NOT NULL,
        PRIMARY KEY (limit_key, number)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE schedules (
        name TEXT PRIMARY KEY NOT NULL,
        workflow TEXT NOT NULL,
        bundle TEXT NOT NULL REFERENCES bundles (hash),
        spec TEXT NOT NULL,
        next_ms INTEGER,
        last_ms INTEGER
    ) WITHOUT ROWID
    """,
    "CREATE INDEX schedules_next ON schedules (next_ms) WHERE next_ms IS NOT NULL",
    "CREATE INDEX schedules_bundle ON schedules (bundle)",
)
# Schema 1 knew runs that nobody would come for: stored and not begun, or parked with work left. Whether there
# is any left only their journals tell, so a host looks at each of them once.
_FIND_WORKERS: Final = f"""
    INSERT INTO queue (run_key, kind, due_ms, priority)
    SELECT run_key, CASE status WHEN 'pending' THEN '{START}' ELSE '{RESUME}' END, updated_ms, 0
    FROM runs WHERE owner IS NULL AND ended_ms IS NULL ORDER BY run_key
"""
_SUMMARIES_OF_2: Final = """
    UPDATE runs SET
        lease_check_ms = lease_expires_ms,
        priority = ifnull((SELECT max(priority) FROM queue WHERE queue.run_key = runs.run_key), 0),
        due_ms = (
            SELECT min(due_ms) FROM (
                SELECT due_ms FROM waits WHERE waits.run_key = runs.run_key
                UNION ALL SELECT due_ms FROM queue WHERE queue.run_key = runs.run_key
            )
        )
    WHERE ended_ms IS NULL
"""


_TABLES_OF_3: Final = (
    """
    CREATE TABLE hooks (
        digest BLOB PRIMARY KEY NOT NULL,
        token TEXT NOT NULL,
        run_key INTEGER NOT NULL REFERENCES runs (run_key),
        correlation_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        created_ms INTEGER NOT NULL,
        schema TEXT,
        respond TEXT,
        metadata TEXT,
        UNIQUE (run_key, correlation_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE streams (
        stream_key INTEGER PRIMARY KEY,
        run_key INTEGER NOT NULL REFERENCES runs (run_key),
        namespace TEXT NOT NULL,
        length INTEGER NOT NULL,
        is_closed INTEGER NOT NULL,
        UNIQUE (run_key, namespace)
    )
    """,
    """
    CREATE TABLE chunks (
        stream_key INTEGER NOT NULL REFERENCES streams (stream_key),
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (stream_key, number)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE attributes (
        run_key INTEGER NOT NULL REFERENCES runs (run_key),
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (run_key, name)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX attributes_value ON attributes (name, value)",
    """
    CREATE TABLE answers (
        request_id TEXT PRIMARY KEY NOT NULL,
        answer TEXT NOT NULL,
        created_ms INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX answers_created ON answers (created_ms)",
)


def m0001_first_schema(db: Database) -> None:
    """Make the tables of schema 1."""
    for statement in _FIRST_SCHEMA:
        db.execute(statement)


def m0002_queue_and_workers(db: Database) -> None:
    """Priorities, dead letters, dedup keys, limits and schedules; and somebody to come for every run."""
    for statement in (*_RUNS_OF_2, *_TABLES_OF_2, _FIND_WORKERS, _SUMMARIES_OF_2):
        db.execute(statement)


def m0003_hooks_and_streams(db: Database) -> None:
    """Hooks, streams, attributes and webhook answers."""
    for statement in _TABLES_OF_3:
        db.execute(statement)


MIGRATIONS: Final[tuple[Migration, ...]] = (m0001_first_schema, m0002_queue_and_workers, m0003_hooks_and_streams)
"""In order: the n-th brings schema n - 1 to schema n."""


def migrate(connection: sqlite3.Connection, found: int, location: str) -> None:
    """Run the migrations after `found`, within the transaction that `connection` has open.

    sqlite-utils nests its own savepoints in it and records what it did in `_sqlite_migrations`; which
    schema a file has is said by `user_version` alone, written last.

    Raises:
        WorldDamaged: Rows point at rows that are not there. The caller rolls back.
    """
    pending = Migrations("world")
    for migration in MIGRATIONS[found:]:
        pending()(migration)
    pending.apply(Database(connection, execute_plugins=False))
    orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    if orphan is not None:
        raise WorldDamaged(location, f"a row of {orphan[0]} points at a row of {orphan[2]} that is not there")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
