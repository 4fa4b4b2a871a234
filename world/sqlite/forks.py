"""Connections do not survive a fork: the child shares the parent's locks with it, and would break them.

SQLite's own rule is that the child may not even close them. So there every connection is replaced by one
that only says so, and what it was is kept from ever being closed.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
from typing import TYPE_CHECKING, Any, Final, NoReturn

from vm.errors import WorldForked

if TYPE_CHECKING:
    from world.sqlite.connection import Connection

_OPEN: Final[weakref.WeakSet[Connection]] = weakref.WeakSet()


class Forked(sqlite3.Connection):
    """Stands in the child where the parent's connection stood. Can be closed, and nothing else."""

    def __init__(self, location: str) -> None:
        super().__init__(":memory:")
        super().close()
        self._location = location

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise WorldForked(self._location)

    execute = executemany = backup = _refuse

    @property
    def in_transaction(self) -> bool:
        return False


def guard(connection: Connection) -> None:
    """Have `connection` refuse its work in every process that is forked from this one."""
    _OPEN.add(connection)


def _disown_all() -> None:
    import ctypes  # some milliseconds, which no process has to pay that does not fork

    for connection in _OPEN:
        for raw in connection.disown():
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(raw))  # closed never, not even at the child's end


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_disown_all)
