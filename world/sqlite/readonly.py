"""Looking at a world without changing it: on media that cannot be written, or in somebody else's folder.

What SQLite needs depends on what lies beside the file, so that is looked at first. Nothing is ever written
beside it by a process that may not; where SQLite would have to (a log that nobody has folded in), or where
the schema is an older one, what is read is a copy of this process's own.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import AbstractContextManager, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NoReturn

from vm.errors import WorldUnwritable
from world.sqlite import schema
from world.sqlite.connection import Connection
from world.sqlite.opening import check_whole, read_version, require_file, size_of
from world.sqlite.places import log_of

_MEMORY: Final = "file::memory:"


class ReadOnly(Connection):
    """A connection that writes nothing."""

    def transaction(self) -> NoReturn:
        raise WorldUnwritable(self.location, "it was opened for reading only")

    def vacuum(self) -> NoReturn:
        raise WorldUnwritable(self.location, "it was opened for reading only")

    def _source_of_copies(self) -> AbstractContextManager[sqlite3.Connection]:
        """What was loaded into memory is in this connection alone."""
        return self.reading() if self._source == _MEMORY else super()._source_of_copies()


def open_readonly(path: str | os.PathLike[str], *, busy_timeout_ms: int) -> Connection:
    """Open the world at `path` for looking at it.

    Raises:
        OperatorError: It cannot be read; the class says why.
    """
    require_file(path, create=False)
    file = Path(os.path.realpath(path))  # beside which SQLite looks for the log
    if _needs_copy(file):
        return _open_copy(path, file, busy_timeout_ms)
    connection = ReadOnly(path, busy_timeout_ms=busy_timeout_ms, source=_way_to(file))
    try:
        found = read_version(connection)
        check_whole(connection)
    except BaseException:
        connection.close()
        raise
    if found == schema.VERSION:
        return connection
    with closing(connection):
        return _load(path, connection.raw, busy_timeout_ms)


def _way_to(file: Path) -> str:
    """Return the URI by which SQLite reads a file.

    Where we may write, SQLite may too, beside the file. Where we may not and there is no log, nobody who
    is like us writes, and the file is taken as one that does not change.
    """
    is_still = not os.access(file.parent, os.W_OK) and not size_of(log_of(file))
    return f"{file.as_uri()}?mode=ro{'&immutable=1' if is_still else ''}"


def _needs_copy(file: Path) -> bool:
    """Say whether there is a log that nobody has open, where we cannot make what SQLite reads it with."""
    return size_of(log_of(file)) > 0 and not os.access(file.parent, os.W_OK) and not Path(f"{file}-shm").exists()


def _open_copy(path: str | os.PathLike[str], file: Path, busy_timeout_ms: int) -> Connection:
    """Fold the log into a copy, and read that."""
    with TemporaryDirectory(prefix="world-") as folder:
        copy = Path(folder, "copy.db")
        try:
            shutil.copyfile(file, copy)
            shutil.copyfile(log_of(file), log_of(copy))
        except OSError as error:
            raise WorldUnwritable(f"sqlite:{os.fspath(path)}", f"it cannot be read ({error.strerror})") from error
        with closing(sqlite3.connect(copy)) as raw:
            return _load(path, raw, busy_timeout_ms)


def _load(path: str | os.PathLike[str], source: sqlite3.Connection, busy_timeout_ms: int) -> Connection:
    """Take a copy into memory, and bring it to the present schema there."""
    connection = ReadOnly(path, busy_timeout_ms=busy_timeout_ms, source=_MEMORY)
    try:
        with connection.faults():
            source.backup(connection.raw)
        found = read_version(connection)
        check_whole(connection)
        if found < schema.VERSION:
            _migrate(connection, found)
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: Connection, found: int) -> None:
    from world.sqlite.migrations import migrate

    with connection.faults():
        connection.raw.execute("BEGIN")
        migrate(connection.raw, found, connection.location)
        connection.raw.execute("COMMIT")
