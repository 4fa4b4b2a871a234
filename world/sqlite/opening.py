"""From a path to a connection that is known to be a world of the present schema.

Nothing is written before it is clear that the file is ours, whole, and not newer than this program.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Final

from vm.errors import NotAWorld, WorldDamaged, WorldTooNew, WorldUnwritable
from world.sqlite import schema
from world.sqlite.connection import Connection, check_synchronous
from world.sqlite.places import log_of

CHECKED_WHOLE_BYTES: Final = 8 * 1024 * 1024
"""Files up to this size are read through (`quick_check`) when they are opened: 1.3 ms a MiB here.

A larger one is not: the check costs time in proportion, and each open would pay it. There the page count is
held against the file's length, every event is verified by its run's hash chain when it is read, and
`World.health` looks at everything."""


def open_connection(
    path: str | os.PathLike[str], *, synchronous: str, busy_timeout_ms: int, create: bool
) -> Connection:
    """Open the world at `path`, making or migrating it first where needed.

    Raises:
        BadOption: `synchronous` is no level that SQLite has.
        OperatorError: It cannot be opened; the class says why. The file is as it was.
    """
    level = check_synchronous(synchronous)
    if not require_file(path, create=create):
        _make_folder(path)
    connection = Connection(path, busy_timeout_ms=busy_timeout_ms)
    try:
        found = read_version(connection)
        check_whole(connection)
        connection.use_wal()
        connection.configure(level)
        if found < schema.VERSION:
            _upgrade(connection)
        connection.open_reader()
    except BaseException:
        connection.close()
        raise
    return connection


def require_file(path: str | os.PathLike[str], *, create: bool) -> bool:
    """Say whether there is a file to open; when not, raise unless one is to be created."""
    location, file = f"sqlite:{os.fspath(path)}", Path(os.path.abspath(path))
    if file.is_dir():
        raise WorldUnwritable(location, "it is a folder")
    # The log first: while another process makes the file, there is no log before there is a page.
    has_log = size_of(log_of(file)) > 0
    if size_of(file) > 0:
        return True
    if has_log:
        # SQLite would throw the log away without a word, and with it what was committed last.
        raise WorldDamaged(
            location, f"the file is missing or empty, but its log is there (to start afresh, delete {log_of(file)})"
        )
    if not create:
        raise NotAWorld(location, "there is no such file")
    return False


def _make_folder(path: str | os.PathLike[str]) -> None:
    try:
        Path(os.path.abspath(path)).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = f"its folder cannot be made ({error.strerror})"
        raise WorldUnwritable(f"sqlite:{os.fspath(path)}", why) from error


def size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def read_version(connection: Connection) -> int:
    """Look at the file's header in one read: another process may be making the tables right now."""
    with connection.faults():
        connection.raw.execute("BEGIN")
        try:
            return _find_version(connection)
        finally:
            if connection.raw.in_transaction:  # an I/O error has ended it
                connection.raw.execute("ROLLBACK")


def _find_version(connection: Connection) -> int:
    """Return the file's schema version, 0 for a new file. Refuses what is not ours. Wants a transaction."""
    version, location = connection.pragma("user_version"), connection.location
    application_id = connection.pragma("application_id")
    if application_id != schema.APPLICATION_ID:
        if application_id or version or connection.pragma("schema_version"):
            raise NotAWorld(location, "it is another program's database")
        return 0
    if version > schema.VERSION:
        raise WorldTooNew(location, version, schema.VERSION)
    return int(version)


def check_whole(connection: Connection) -> None:
    size = connection.pragma("page_count") * connection.pragma("page_size")
    if size > CHECKED_WHOLE_BYTES:
        return
    answer = connection.pragma("quick_check(1)")
    if answer != "ok":
        raise WorldDamaged(connection.location, str(answer))


def _upgrade(connection: Connection) -> None:
    """Make or migrate the tables, in one transaction, unless another process has just done so.

    Foreign keys are not enforced meanwhile (a migration may rebuild a table); they are checked at its end.
    """
    with connection.faults():
        connection.raw.execute("PRAGMA foreign_keys = OFF")
    with connection.transaction() as raw:
        found = _find_version(connection)
        if found == 0:
            _make_tables(raw)
        elif found < schema.VERSION:
            from world.sqlite.migrations import migrate

            migrate(raw, found, connection.location)
    with connection.faults():
        connection.raw.execute("PRAGMA foreign_keys = ON")


def _make_tables(raw: sqlite3.Connection) -> None:
    for statement in schema.SCHEMA:
        raw.execute(statement)
    raw.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    raw.execute(f"PRAGMA user_version = {schema.VERSION}")
