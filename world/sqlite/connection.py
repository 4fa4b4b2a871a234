"""The connections to a world's file: how they are set up, what a transaction is, where faults are named.

`sqlite3` itself, not sqlite-utils: the hot path is `execute` of constant SQL text, whose prepared statements
the connection keeps. Every write is one `BEGIN IMMEDIATE`: it takes the write lock before it reads, so it
can never be turned away half-way through.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from vm.errors import BadOption, VMError, WorldBusy, WorldUnwritable
from world.interface.patience import BRIEF_MS, is_brief
from world.sqlite import forks
from world.sqlite.faults import MOVED, translate
from world.sqlite.places import Places
from world.sqlite.room import LogRoom

SYNCHRONOUS: Final = ("OFF", "NORMAL", "FULL", "EXTRA")
_EACH_COMMIT_WAITS: Final = ("FULL", "EXTRA")  # for the disk
LOG_KEPT_BYTES: Final = 16 * 1024 * 1024  # four times what a log has when nothing keeps it from being folded in
_STATEMENTS_KEPT: Final = 128  # more than there are in this package: none is ever prepared twice
_WAL_ATTEMPTS: Final = 100  # processes that open the same new file at the same moment


class Connection:
    """A writer and a reader of one SQLite file, which raise our errors.

    Each is used by one thread at a time, and they do not wait for one another: a thread may commit while
    another reads. The reader sees what was committed.

    `commits` counts the write transactions that went through.
    """

    def __init__(self, path: str | os.PathLike[str], *, busy_timeout_ms: int, source: str | None = None) -> None:
        """Connect to the file at `path`; SQLite makes an empty one if there is none.

        `source` is another way to it, as a URI.

        Raises:
            OperatorError: See `world.sqlite.faults`.
        """
        self.location = f"sqlite:{os.fspath(path)}"
        self.path = Path(os.path.abspath(path))  # `:memory:` and the like are file names here
        self.busy_timeout_ms = busy_timeout_ms
        self.commits = 0
        self._source = source or f"{self.path.as_uri()}?mode=rw"  # never makes a new, empty file
        self._write_lock = threading.Lock()
        self._read_lock = threading.Lock()
        self._stamp = 0
        self._wait_ms = busy_timeout_ms  # what the writer is set to
        self.raw = self._reader = self._connect(source or self.path)
        self._places = Places(self.path)
        self._room: LogRoom | None = None
        forks.guard(self)

    def open_reader(self) -> None:
        """Give reads a connection of their own. Until then there is one for both.

        Raises:
            WorldUnwritable: The file is not where it was opened.
        """
        self._reader = self._connect(self._source)
        self.fetch_one("PRAGMA user_version")  # opens the log as well, while all are in their places
        self._check_places()

    def _connect(self, place: Path | str) -> sqlite3.Connection:
        with self.faults():
            return sqlite3.connect(
                place,
                uri=isinstance(place, str),
                timeout=self.busy_timeout_ms / 1000,
                isolation_level=None,  # BEGIN and COMMIT are ours, on every Python
                check_same_thread=False,  # the locks see to it that they take turns
                cached_statements=_STATEMENTS_KEPT,
            )

    def close(self) -> None:
        """Close both. What a thread is writing is written first."""
        with self._write_lock, self._read_lock, self.faults():
            if self._places.has_file_moved():
                # SQLite would leave the log to whatever file is there now, which is not the one it belongs to.
                with suppress(sqlite3.Error):
                    self.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._reader.close()
            self.raw.close()

    def disown(self) -> list[sqlite3.Connection]:
        """Become useless, in a process that was forked from the one that opened this; return what it held."""
        held = [self.raw, self._reader]
        self.raw = self._reader = forks.Forked(self.location)
        self._places.forget()
        self._write_lock, self._read_lock = threading.Lock(), threading.Lock()  # whoever held them is not here
        return held

    @property
    def log(self) -> Path:
        """Where the write-ahead log is."""
        return self._places.log

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Name what SQLite raises inside the block."""
        try:
            yield
        except sqlite3.Error as error:
            raise self.translate(error) from error

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """Write all that the block does, or nothing; durable when the block is left without an error."""
        return _Transaction(self)

    def begin(self) -> sqlite3.Connection:
        """Begin a transaction on the writer, and keep it to this thread until `end`."""
        raw = self._take_writer()
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            self._write_lock.release()
            raise self.translate(error) from error
        except BaseException:
            self.end(is_whole=False)
            raise
        return raw

    def end(self, *, is_whole: bool) -> None:
        """Commit what was begun if it is whole, else undo it."""
        raw = self.raw
        try:
            if is_whole:
                self._check_places()
                if self._room is not None:
                    self._room.keep(self._places.log)
                raw.execute("COMMIT")
                self.commits += 1
        except sqlite3.Error as error:
            raise self.translate(error) from error
        finally:
            if raw.in_transaction:
                with suppress(sqlite3.Error):  # the fault that brought us here is the one to tell
                    raw.execute("ROLLBACK")
            self._write_lock.release()

    def _take_writer(self) -> sqlite3.Connection:
        """Return the writer, set to wait for other processes as long as this thread may. Its lock is held."""
        is_hasty = is_brief()
        wait_ms = min(BRIEF_MS, self.busy_timeout_ms) if is_hasty else self.busy_timeout_ms
        if not self._write_lock.acquire(timeout=BRIEF_MS / 1000 if is_hasty else -1):
            raise WorldBusy(self.location, wait_ms)
        if wait_ms != self._wait_ms:
            try:
                self.raw.execute(f"PRAGMA busy_timeout = {wait_ms}").fetchall()
            except BaseException:
                self._write_lock.release()
                raise
            self._wait_ms = wait_ms
        return self.raw

    def _check_places(self) -> None:
        missing = self._places.find_missing()
        if missing is not None:
            raise WorldUnwritable(self.location, f"{missing} {MOVED}")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend the reader. Step every statement to its end, so that no read stays open."""
        with self._read_lock:
            try:
                yield self._reader
            except sqlite3.Error as error:
                raise self.translate(error) from error

    def fetch_one(self, sql: str, parameters: Any = ()) -> Any:
        """Return the first row, or None."""
        rows = self.fetch_all(sql, parameters)
        return rows[0] if rows else None

    def fetch_all(self, sql: str, parameters: Any = ()) -> list[Any]:
        with self.reading() as raw:
            return raw.execute(sql, parameters).fetchall()

    def vacuum(self) -> int:
        """Write the file anew without its free pages; return by how many bytes it has become smaller.

        The file itself is cut when the log is folded in, which readers can put off; then the last bytes are given back
        later, and are not counted.
        """
        raw = self._take_writer()
        try:
            with self.faults():
                before = self.path.stat().st_size
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                raw.execute("VACUUM")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                return max(0, before - self.path.stat().st_size)
        finally:
            self._write_lock.release()

    def copy_to(self, target: Path) -> None:
        """Copy the database, as it is at this moment, into a new file. Reads and writes go on meanwhile.

        Raises:
            OperatorError: Named after whichever of the two files did not do.
        """
        with self.faults(), self._source_of_copies() as source:
            try:
                with closing(sqlite3.connect(target, isolation_level=None)) as raw:
                    source.backup(raw)  # in one go: a copy in pieces starts again whenever somebody writes
            except sqlite3.Error as error:
                raise translate(error, f"sqlite:{target}", self.busy_timeout_ms) from error

    def _source_of_copies(self) -> AbstractContextManager[sqlite3.Connection]:
        return closing(self._connect(self._source))

    def stamp(self) -> int:
        """Return a number that changes when another connection wrote; what it was while this one writes."""
        if self._write_lock.acquire(blocking=False):
            try:
                self._stamp = int(self.pragma("data_version"))
            finally:
                self._write_lock.release()
        return self._stamp

    def pragma(self, name: str) -> Any:
        """Return the value of the writer's pragma that answers with one."""
        with self.faults():
            return self.raw.execute(f"PRAGMA {name}").fetchone()[0]

    def translate(self, error: sqlite3.Error) -> VMError:
        return translate(error, self.location, BRIEF_MS if is_brief() else self.busy_timeout_ms)

    def use_wal(self) -> None:
        """Switch the file to write-ahead logging, unless it has it already.

        The switch wants the file for itself, and SQLite does not wait for that as it waits for a lock. So
        wait until nobody else reads or writes, and try again.

        Raises:
            WorldBusy: Others kept getting in between.
            WorldUnwritable: The file system cannot hold a WAL (it lacks shared memory).
        """
        for _ in range(_WAL_ATTEMPTS):
            with suppress(sqlite3.OperationalError):
                if self.raw.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal":
                    return
                raise WorldUnwritable(self.location, "the file system cannot hold a write-ahead log")
            with self.faults():
                self.raw.execute("BEGIN EXCLUSIVE")
                self.raw.execute("ROLLBACK")
        raise WorldBusy(self.location, self.busy_timeout_ms)

    def configure(self, synchronous: str) -> None:
        with self.faults():
            self.raw.execute(f"PRAGMA synchronous = {synchronous}")
            self._room = LogRoom(LOG_KEPT_BYTES) if synchronous in _EACH_COMMIT_WAITS else None
            self.raw.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone does not reach the platter
            self.raw.execute("PRAGMA foreign_keys = ON")
            # A log that a long reader let grow is cut when it is begun anew: SQLite itself would keep its length.
            self.raw.execute(f"PRAGMA journal_size_limit = {LOG_KEPT_BYTES}").fetchall()


class _Transaction:
    """A block of one transaction. A class: a generator for it, and one for the turn, cost a tenth of a commit."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> sqlite3.Connection:
        return self._connection.begin()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._connection.end(is_whole=error is None)
        if isinstance(error, sqlite3.Error):
            raise self._connection.translate(error) from error


def check_synchronous(value: str) -> str:
    """Return `value` in capitals. Raises `BadOption` when SQLite knows no such level."""
    if value.upper() not in SYNCHRONOUS:
        raise BadOption("synchronous", f"{value!r} is none of {', '.join(SYNCHRONOUS)}")
    return value.upper()
