"""Where a world's file and its log are, and whether they still are there.

A commit into a file that no path leads to any more would be gone with this process. SQLite looks for that
itself only without a write-ahead log.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

_FINE_NS: Final = 50_000_000  # several ticks of the clocks that file systems with fine time stamps go by
_COARSE_NS: Final = 5_000_000_000  # others have stamps of one or two seconds

_Place = tuple[int, int]


def log_of(file: Path) -> Path:
    """Return where the write-ahead log of a database file is: beside the file itself, not beside links to it."""
    return Path(f"{os.path.realpath(file)}-wal")


class Places:
    """Remembers where the two are. Looked at before each commit, so that looking has to be cheap.

    Nothing is removed from a folder, or moved within it, without the folder's own time being set. As long as
    that is the same old time, and the folder the same, one look at the folder stands for two at the files.
    """

    def __init__(self, file: Path) -> None:
        self.log = log_of(file)
        self._folder = str(file.parent) if self.log.parent == file.parent else None  # a link needs both looks
        self._names = str(file), str(self.log)
        self._file = _find_place(self._names[0])
        self._log: _Place | None = None  # there is one from the first transaction on
        self._quiet: tuple[int, int, int] | None = None

    def find_missing(self) -> str | None:
        """Return which of the two is not in its place any more, or None."""
        if self._folder is None:
            return self._look()
        try:
            found = os.stat(self._folder)
        except OSError:
            return "the file"
        folder = (found.st_dev, found.st_ino, found.st_mtime_ns)
        if folder == self._quiet:
            return None
        missing = self._look()  # after the folder: what changes from here on shows in its time
        self._quiet = folder if missing is None and _is_settled(found.st_mtime_ns) else None
        return missing

    def has_file_moved(self) -> bool:
        return self._log is not None and _find_place(self._names[0]) != self._file

    def forget(self) -> None:
        """Have nothing to do with the files any more."""
        self._log = None

    def _look(self) -> str | None:
        if _find_place(self._names[0]) != self._file:
            return "the file"
        log = _find_place(self._names[1])
        if self._log is None:
            self._log = log
        return "its log" if log is None or log != self._log else None


def _is_settled(changed_ns: int) -> bool:
    """Say whether a folder's last change is so long ago that the next one cannot have the same time stamp."""
    return time.time_ns() - changed_ns > (_FINE_NS if changed_ns % 10**9 else _COARSE_NS)


def _find_place(file: str) -> _Place | None:
    """Return what tells a file from every other, wherever it is moved; None when it is not there."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino
