"""What the disk allows: one durable commit a step, through nothing but `sqlite3`."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Final

ROW: Final = b"x" * 400  # about what the three events of a trivial step take


def measure_commits_per_s(folder: Path, *, commits: int, synchronous: str = "FULL") -> float:
    """Return how many commits of one row each a second this disk makes durable, in WAL mode."""
    path = folder / "floor.db"
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"PRAGMA synchronous = {synchronous}")
        db.execute("CREATE TABLE row (position INTEGER PRIMARY KEY, body BLOB)")
        began = time.perf_counter()
        for _ in range(commits):
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT INTO row (body) VALUES (?)", (ROW,))
            db.execute("COMMIT")
        return commits / (time.perf_counter() - began)
    finally:
        db.close()
