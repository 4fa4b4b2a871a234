"""Every SQLite fault has a name of ours."""

import sqlite3

import pytest

from vm.errors import InternalError, NotAWorld, VMError, WorldBusy, WorldDamaged, WorldFull, WorldUnwritable
from world.sqlite.faults import translate


def _fault(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("what SQLite said")
    error.sqlite_errorcode, error.sqlite_errorname = code, "SQLITE_X"
    return error


@pytest.mark.parametrize(
    ("code", "kind", "text"),
    [
        (sqlite3.SQLITE_NOTADB, NotAWorld, "not a SQLite database"),
        (sqlite3.SQLITE_CORRUPT_INDEX, WorldDamaged, "what SQLite said"),
        (sqlite3.SQLITE_IOERR_SHORT_READ, WorldDamaged, "ends too early"),
        (sqlite3.SQLITE_IOERR_FSYNC, WorldUnwritable, "I/O error"),
        (sqlite3.SQLITE_FULL, WorldFull, "disk is full"),
        (sqlite3.SQLITE_CANTOPEN_ISDIR, WorldUnwritable, "cannot be opened"),
        (sqlite3.SQLITE_READONLY_DBMOVED, WorldUnwritable, "moved or deleted"),
        (sqlite3.SQLITE_READONLY_CANTINIT, WorldUnwritable, "read-only"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, WorldBusy, "20 ms"),
        (sqlite3.SQLITE_LOCKED, WorldBusy, "20 ms"),
        (sqlite3.SQLITE_MISUSE, InternalError, "SQLITE_X: what SQLite said"),
    ],
)
def test_translate_knows_the_extended_code_then_the_primary_one(code: int, kind: type[VMError], text: str) -> None:
    error = translate(_fault(code), "sqlite:w.db", 20)
    assert type(error) is kind
    assert text in str(error)
    assert "sqlite:w.db" in str(error)


def test_translate_calls_a_fault_of_the_module_itself_a_bug_of_ours() -> None:
    error = translate(sqlite3.ProgrammingError("Cannot operate on a closed database."), "sqlite:w.db", 20)
    assert type(error) is InternalError
    assert "closed" in str(error)
