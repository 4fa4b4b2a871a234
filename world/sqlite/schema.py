"""The tables of a world's file, as they are now. `world.sqlite.migrations` brings older files here.

`runs` is the lock and the summary: one narrow row that every advance updates. No column that an advance
changes is in an index, so that an advance dirties two pages: its run's and its journal's.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x574F524C  # "WORL": tells our files from other programs' databases
VERSION: Final = 1  # PRAGMA user_version; the number of the last migration

SCHEMA: Final = (
    """
    CREATE TABLE bundles (
        hash TEXT PRIMARY KEY NOT NULL,
        data BLOB NOT NULL
    ) WITHOUT ROWID
    """,
    # AUTOINCREMENT: a key is never given twice, so one that somebody remembers never means another run.
    # due_ms is the earliest of the run's waits and messages, kept so that waking needs no join.
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
    # A row per open wait, in the order they came.
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
    # A row per message not yet consumed. AUTOINCREMENT: hosts remember ids until they consume them.
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
    # Keys outlive their messages: a second delivery is known as such for as long as the run is.
    """
    CREATE TABLE queue_keys (
        run_key INTEGER NOT NULL REFERENCES runs (run_key),
        key TEXT NOT NULL,
        PRIMARY KEY (run_key, key)
    ) WITHOUT ROWID
    """,
)
