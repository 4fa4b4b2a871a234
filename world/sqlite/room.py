"""Room in the log for the commits to come.

A commit that makes the log longer costs twice what one within its length does: the file system has to write down
the new length too, and where the new blocks lie. SQLite gives a log no room ahead, so until it has been folded in
once, every commit pays that.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

ROOM_BYTES: Final = 1024 * 1024  # at once: writing it costs what some ten commits save
_LOOK_EVERY: Final = 4  # commits: a process that makes fewer gets no room, and a look costs microseconds
_ZEROS: Final = bytes(ROOM_BYTES)


class LogRoom:
    """Makes a log longer by `ROOM_BYTES` of zeros, ahead of commits that would make it longer by themselves.

    Zeros are no frame to SQLite: it ends reading a log there, as it does at frames left from before the log was begun
    anew. A log is never made longer than `most_bytes`.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._until_look = _LOOK_EVERY
        self._known_bytes: int | None = None

    def keep(self, log: Path) -> None:
        """Be told of a commit that is about to be written to `log`. This connection holds the write lock."""
        self._until_look -= 1
        if self._until_look:
            return
        self._until_look = _LOOK_EVERY
        with suppress(OSError):  # there is no room to be had: SQLite itself says so when it matters
            size = os.stat(log).st_size
            known, self._known_bytes = self._known_bytes, size
            if known is not None and known < size <= self._most_bytes - ROOM_BYTES:
                self._known_bytes = _add_room(log, size)


def _add_room(log: Path, size: int) -> int:
    """Append zeros to a log of `size` bytes, all or none; return how long it is now."""
    with open(log, "r+b", buffering=0) as file:
        file.seek(size)
        try:
            written = file.write(_ZEROS)
        except OSError:
            written = 0
        if written < ROOM_BYTES:
            file.truncate(size)  # a full disk has better uses for what is left
            return size
    return size + ROOM_BYTES
