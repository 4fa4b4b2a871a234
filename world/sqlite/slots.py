"""Places under limits, as rows: given back with the lease under which they were taken."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

_FREE: Final = "DELETE FROM slots WHERE run_key = ? AND correlation_id = ?"
_FREE_ALL: Final = "DELETE FROM slots WHERE run_key = ?"


def free(raw: sqlite3.Connection, run_key: int, correlation_ids: Sequence[str]) -> None:
    raw.executemany(_FREE, [(run_key, correlation_id) for correlation_id in correlation_ids])


def free_all(raw: sqlite3.Connection, run_key: int) -> None:
    raw.execute(_FREE_ALL, (run_key,))
