"""Older files are brought to the present schema whole, or left as they were."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from vm.errors import WorldDamaged
from world.contract.making import advance, create_leased, make_rows
from world.records import NewMessage
from world.sqlite import SqliteWorld, migrations, schema
from world.sqlite.migrations import MIGRATIONS, migrate


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "world.db"


def m0003_add_a_column(db: Database) -> None:
    db.execute("ALTER TABLE runs ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'")


def m0004_rebuild_the_journal(db: Database) -> None:
    db.table("runs").transform(defaults={"origin": "unknown"})


def m0004_fails(db: Database) -> None:
    db.execute("DELETE FROM journal")
    db.execute("ALTER TABLE nowhere ADD COLUMN x")


def m0004_makes_an_orphan(db: Database) -> None:
    db.execute("INSERT INTO leases VALUES (99, 1, 'w', 0)")


def _fill(path: Path) -> None:
    with closing(SqliteWorld(path, synchronous="OFF")) as world:
        lease = create_leased(world, rows=3, messages=(NewMessage("r", "hook"),))
        world.append([advance(world, lease, 2)])


def _look(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table that the present schema has."""
    with closing(sqlite3.connect(path)) as raw:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: raw.execute(f"SELECT * FROM {name}").fetchall()
            for name in tables
            if not name.startswith(("sqlite_", "_sqlite"))
        }


@pytest.fixture
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def test_migrations_lead_to_the_schema_that_a_new_file_gets(path: Path, raw: sqlite3.Connection) -> None:
    raw.execute("BEGIN IMMEDIATE")
    migrate(raw, 0, "sqlite:old.db")
    raw.execute("COMMIT")
    assert raw.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    wanted = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '%sqlite%' ORDER BY name"
    with closing(sqlite3.connect(":memory:")) as fresh:
        for statement in schema.SCHEMA:
            fresh.execute(statement)
        assert [_normal(*row) for row in raw.execute(wanted)] == [_normal(*row) for row in fresh.execute(wanted)]


def _normal(kind: str, name: str, sql: str) -> tuple[str, str, str]:
    """Return what a schema row says, whatever the spaces: ALTER TABLE writes its column where it likes."""
    return kind, name, re.sub(r" ?([(),]) ?", r"\1", " ".join(sql.split()))


def test_migrations_are_numbered_without_a_gap_up_to_the_present_schema() -> None:
    assert len(MIGRATIONS) == schema.VERSION
    assert [migration.__name__[:6] for migration in MIGRATIONS] == [
        f"m{number:04}_" for number in range(1, len(MIGRATIONS) + 1)
    ]


def _pretend(monkeypatch: pytest.MonkeyPatch, *more: migrations.Migration) -> None:
    """Make this the program of a later release, with `more` migrations."""
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + len(more))
    monkeypatch.setattr(migrations, "MIGRATIONS", (*MIGRATIONS, *more))


def test_opening_an_older_world_migrates_it_and_keeps_every_row(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(path)
    before = _look(path)
    _pretend(monkeypatch, m0003_add_a_column, m0004_rebuild_the_journal)
    with closing(SqliteWorld(path, synchronous="OFF")) as world:
        assert world.commits == 1
        assert tuple(world.read_journal("r")) == make_rows("r", 5)
        assert world.health().schema == schema.VERSION
        assert world.health().findings == ()
        assert world._connection.pragma("foreign_keys") == 1
    after = _look(path)
    assert after["runs"] == [(*row, "blue") for row in before["runs"]]
    assert after | {"runs": None} == before | {"runs": None}


def test_opening_a_migrated_world_again_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(path)
    _pretend(monkeypatch, m0003_add_a_column)
    SqliteWorld(path, synchronous="OFF").close()
    before = path.read_bytes()
    with closing(SqliteWorld(path, synchronous="OFF")) as world:
        assert world.commits == 0
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(path)
    before = path.read_bytes()
    _pretend(monkeypatch, m0003_add_a_column, m0004_fails)
    with pytest.raises(WorldDamaged, match="no such table: nowhere"):
        SqliteWorld(path, synchronous="OFF")
    assert path.read_bytes() == before


def test_a_migration_that_leaves_an_orphan_is_undone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(path)
    before = _look(path)
    _pretend(monkeypatch, m0003_add_a_column, m0004_makes_an_orphan)
    with pytest.raises(WorldDamaged, match="a row of leases points at a row of runs"):
        SqliteWorld(path, synchronous="OFF")
    assert _look(path) == before
