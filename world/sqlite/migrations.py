"""Older files brought to the present schema, by sqlite-utils, in one transaction.

Imported only when there is something to migrate: sqlite-utils takes longer to import than a short run
takes to run. A new file is made from `schema.SCHEMA` at once; a test holds that both ways end at the same
tables. A migration never changes once released, and never drops a row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

from sqlite_utils import Database, Migrations

from vm.errors import WorldDamaged
from world.sqlite import schema

Migration = Callable[[Database], None]


def m0001_first_schema(db: Database) -> None:
    """Make the tables of the first release. When `SCHEMA` moves on, the statements of that time stay here."""
    for statement in schema.SCHEMA:
        db.execute(statement)


MIGRATIONS: Final[tuple[Migration, ...]] = (m0001_first_schema,)
"""In order: the n-th brings schema n - 1 to schema n."""


def migrate(connection: sqlite3.Connection, found: int, location: str) -> None:
    """Run the migrations after `found`, within the transaction that `connection` has open.

    sqlite-utils nests its own savepoints in it and records what it did in `_sqlite_migrations`; which
    schema a file has is said by `user_version` alone, written last.

    Raises:
        WorldDamaged: Rows point at rows that are not there. The caller rolls back.
    """
    pending = Migrations("world")
    for migration in MIGRATIONS[found:]:
        pending()(migration)
    pending.apply(Database(connection, execute_plugins=False))
    orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    if orphan is not None:
        raise WorldDamaged(location, f"a row of {orphan[0]} points at a row of {orphan[2]} that is not there")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
