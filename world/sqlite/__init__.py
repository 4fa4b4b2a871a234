"""The default world: a SQLite file."""

from world.sqlite.world import SqliteWorld

__all__ = ["SqliteWorld"]
