"""What the disk allows: one durable commit a step, through nothing but `sqlite3`."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Final

ROW: Final = b"x" * 400  # about what the three events of a trivial step take

LOG_BYTES: Final = 5 * 1024 * 1024  # SQLite folds a log in at 4 MiB, and begins it anew


def measure_commits_per_s(folder: Path, *, commits: int, synchronous: str = "FULL", has_room: bool = False) -> float:
    """Return how many commits of one row each a second this disk makes durable, in WAL mode, into a new file.

    Commits that make the log longer cost more than later ones, after it was folded in for the first time: what is
    compared with this has to make as many. With `has_room` the log is as long as it becomes before the first of them.
    """
    path = folder / "floor.db"
    for suffix in ("", "-wal", "-shm"):
        path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"PRAGMA synchronous = {synchronous}")
        db.execute("CREATE TABLE row (position INTEGER PRIMARY KEY, body BLOB)")
        if has_room:
            db.execute("INSERT INTO row (body) VALUES (?)", (ROW,))
            with open(f"{path}-wal", "ab") as log:
                log.write(bytes(LOG_BYTES))
            db.execute("INSERT INTO row (body) VALUES (?)", (ROW,))
        began = time.perf_counter()
        for _ in range(commits):
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT INTO row (body) VALUES (?)", (ROW,))
            db.execute("COMMIT")
        return commits / (time.perf_counter() - began)
    finally:
        db.close()
