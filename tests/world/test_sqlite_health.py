"""What `health` finds in a file whose parts do not agree."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from world.contract.making import create
from world.sqlite import SqliteWorld, opening


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "world.db"


def _open(path: Path) -> SqliteWorld:
    return SqliteWorld(path, synchronous="OFF", busy_timeout_ms=0)


def _fill(path: Path, rows: int = 50) -> None:
    with closing(_open(path)) as world:
        create(world, rows=rows)


def _with_sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for statement in statements:
            raw.execute(statement).fetchall()


def test_health_reports_the_file_with_its_log(path: Path) -> None:
    with closing(_open(path)) as world:
        create(world, rows=500)
        sizes = path.stat().st_size + Path(f"{path}-wal").stat().st_size
        assert world.health().size_bytes == sizes


def test_health_finds_what_does_not_agree(path: Path) -> None:
    with closing(_open(path)) as world:
        for run_id in ("a", "b", "c"):
            create(world, run_id, rows=2)
    _with_sql(
        path,
        "DELETE FROM journal WHERE run_key = 1 AND position = 2",
        "UPDATE runs SET head_hash = x'00' WHERE run_id = 'b'",
        "UPDATE runs SET due_ms = 5 WHERE run_id = 'c'",
        "INSERT INTO leases VALUES (99, 1, 'w', 0)",
    )
    with closing(_open(path)) as world:
        text = "\n".join(world.health().findings)
    assert "run a ends at event 2, its journal at 1" in text
    assert "run b ends at event 2" in text
    assert "run c would not be woken" in text
    assert "a row of leases points at a row of runs that is not there" in text


def test_health_finds_a_page_that_is_damaged_where_opening_did_not_look(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(path, rows=2000)
    with closing(sqlite3.connect(path)) as raw:
        root = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'runs_held'").fetchone()[0]
    data = bytearray(path.read_bytes())
    data[4096 * (root - 1) : 4096 * root] = b"\x0a" + b"\x00" * 4095
    path.write_bytes(data)
    monkeypatch.setattr(opening, "CHECKED_WHOLE_BYTES", 0)
    with closing(_open(path)) as world:
        assert "the file is damaged" in world.health().findings[0]
