"""What SQLite raises, as errors of ours: one table, used at the edge."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

from vm.errors import (
    InternalError,
    NotAWorld,
    VMError,
    WorldBusy,
    WorldDamaged,
    WorldFull,
    WorldUnwritable,
)

MOVED: Final = "was moved or deleted while it was open"

# By extended code first, then by primary code (the low byte). The text replaces SQLite's own where that
# does not tell a person what to do; None keeps SQLite's.
_Rule = tuple[Callable[[str, str], VMError], str | None]

_RULES: Final[dict[int, _Rule]] = {
    sqlite3.SQLITE_NOTADB: (NotAWorld, "it is not a SQLite database"),
    sqlite3.SQLITE_CORRUPT: (WorldDamaged, None),
    sqlite3.SQLITE_FORMAT: (WorldDamaged, None),
    sqlite3.SQLITE_CONSTRAINT: (WorldDamaged, None),  # our writes check first: the tables disagree
    sqlite3.SQLITE_ERROR: (WorldDamaged, None),  # our SQL is fixed: a table or a column is gone
    sqlite3.SQLITE_IOERR_SHORT_READ: (WorldDamaged, "the file ends too early"),
    sqlite3.SQLITE_IOERR_SHMSIZE: (WorldFull, "the disk is full"),  # no room for the log's index, of all things
    sqlite3.SQLITE_IOERR: (WorldUnwritable, "the disk does not answer (I/O error)"),
    sqlite3.SQLITE_FULL: (WorldFull, "the disk is full"),
    sqlite3.SQLITE_CANTOPEN: (WorldUnwritable, "the file, or one beside it, cannot be opened"),
    sqlite3.SQLITE_READONLY: (WorldUnwritable, "the file or its folder is read-only"),
    sqlite3.SQLITE_READONLY_DBMOVED: (WorldUnwritable, f"the file {MOVED}"),
    sqlite3.SQLITE_PERM: (WorldUnwritable, None),
    sqlite3.SQLITE_AUTH: (WorldUnwritable, None),
    sqlite3.SQLITE_NOLFS: (WorldUnwritable, "the file system cannot hold a file of that size"),
    sqlite3.SQLITE_TOOBIG: (WorldUnwritable, "a value is larger than SQLite can hold"),
}

_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})


def translate(error: sqlite3.Error, location: str, busy_timeout_ms: int) -> VMError:
    """Return the error of ours that `error` stands for. What no rule knows is a bug of ours."""
    code: int | None = getattr(error, "sqlite_errorcode", None)  # absent when the module itself objects
    if code is None:
        return InternalError(f"the world at {location} was used wrongly: {error}")
    if code & 0xFF in _BUSY:
        return WorldBusy(location, busy_timeout_ms)
    rule = _RULES.get(code) or _RULES.get(code & 0xFF)
    if rule is None:
        return InternalError(f"the world at {location} answered {error.sqlite_errorname}: {error}")
    make, text = rule
    return make(location, text or str(error))
