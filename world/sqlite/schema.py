"""The tables of a world's file, as they are now. `world.sqlite.migrations` brings older files here.

`runs` is the lock and the summary: one narrow row that every advance updates. No column that an advance
changes is in an index, so that an advance dirties two pages: its run's and its journal's.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x574F524C  # "WORL": tells our files from other programs' databases
VERSION: Final = 3  # PRAGMA user_version; the number of the last migration

SCHEMA: Final = (
    """
    CREATE TABLE bundles (
        hash TEXT PRIMARY KEY NOT NULL,
        data BLOB NOT NULL
    ) WITHOUT ROWID
    """,
    # AUTOINCREMENT: a key is never given twice, so one that somebody remembers never means another run.
    # due_ms is the earliest of the run's waits and messages: kept so that waking needs no join. lease_check_ms is a
    # time no later than the lease's end: advances move the end but not this, so that they touch no index.
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
        due_ms INTEGER,
        priority INTEGER NOT NULL DEFAULT 0,
        lease_check_ms INTEGER,
        deliveries INTEGER NOT NULL DEFAULT 0,
        dedup_key TEXT,
        buried_ms INTEGER,
        bury_reason TEXT
    )
    """,
    "CREATE INDEX runs_created ON runs (created_ms)",
    "CREATE INDEX runs_unfinished ON runs (created_ms) WHERE ended_ms IS NULL",
    "CREATE INDEX runs_ended ON runs (ended_ms) WHERE ended_ms IS NOT NULL",
    "CREATE INDEX runs_bundle ON runs (bundle)",
    "CREATE INDEX runs_held ON runs (owner, lease_check_ms) WHERE owner IS NOT NULL",
    # Workflow and priority first: whoever looks for work steps over the few pairs there are.
    """
    CREATE INDEX runs_due ON runs (workflow, priority, due_ms)
    WHERE owner IS NULL AND ended_ms IS NULL AND buried_ms IS NULL AND due_ms IS NOT NULL
    """,
    "CREATE INDEX runs_buried ON runs (buried_ms) WHERE buried_ms IS NOT NULL",
    """
    CREATE UNIQUE INDEX runs_dedup ON runs (dedup_key)
    WHERE dedup_key IS NOT NULL AND ended_ms IS NULL
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
    # A row per place that an attempt has under a limit. Counts while its run is held under that epoch.
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
    # The last grants under a rate, numbered: as many as the rate allows at once.
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
    # A row per open hook. Found by a digest, so that an index tells nothing of tokens that begin alike.
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
