"""What the parts of the SQLite world share: its connections."""

from __future__ import annotations

from world.sqlite.connection import Connection


class Base:
    """One method of a part is one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def location(self) -> str:
        return self._connection.location

    @property
    def commits(self) -> int:
        """How many write transactions went through since the world was opened."""
        return self._connection.commits
