"""What SQLite is asked, in which order, and how a file comes to have a write-ahead log."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from vm.errors import WorldBusy, WorldUnwritable
from world.contract.making import advance, create, create_leased
from world.sqlite import SqliteWorld, connection, opening


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


class _traced:
    """Collect the SQL of every connection that is opened in the block, and act before some of it."""

    def __init__(self, patch: pytest.MonkeyPatch, acts: Mapping[str, Callable[[], object]] | None = None) -> None:
        self.patch, self.acts, self.statements = patch, acts or {}, list[str]()

    def trace(self, sql: str) -> None:
        self.statements.append(sql)
        self.acts.get(sql, bool)()

    def __enter__(self) -> list[str]:
        connect = sqlite3.connect

        def connect_traced(*args: object, **options: object) -> sqlite3.Connection:
            raw = connect(*args, **options)  # type: ignore[call-overload]
            raw.set_trace_callback(self.trace)
            return raw  # type: ignore[no-any-return]

        self.patch.setattr(sqlite3, "connect", connect_traced)
        return self.statements

    def __exit__(self, *_: object) -> None:
        self.patch.undo()


# ---------------------------------------- the switch to a log


def _unlogged(path: Path) -> sqlite3.Connection:
    """Make a world whose file has no write-ahead log; return another program's connection to it."""
    _fill(path)
    _with_sql(path, "PRAGMA journal_mode = DELETE")
    return sqlite3.connect(path, isolation_level=None)


def _hold(other: sqlite3.Connection) -> None:
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM runs").fetchall()


def test_world_waits_for_readers_before_it_switches_to_a_log(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(_unlogged(path)) as other:
        _hold(other)
        release = {"BEGIN EXCLUSIVE": lambda: other.execute("ROLLBACK")}
        with _traced(monkeypatch, release), closing(_open(path)) as world:
            assert world._connection.pragma("journal_mode") == "wal"


def test_world_says_busy_when_others_keep_it_from_switching_to_a_log(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_WAL_ATTEMPTS", 3)
    with closing(_unlogged(path)) as other:
        in_between = {
            "PRAGMA journal_mode = WAL": lambda: _hold(other),
            "BEGIN EXCLUSIVE": lambda: other.execute("ROLLBACK"),
        }
        with _traced(monkeypatch, in_between), pytest.raises(WorldBusy):
            _open(path)


def test_world_says_unwritable_when_there_can_be_no_log(path: Path) -> None:
    with closing(connection.Connection(path, busy_timeout_ms=0)) as stand_in:
        stand_in.raw.close()
        stand_in.raw = sqlite3.connect(":memory:", isolation_level=None)
        with pytest.raises(WorldUnwritable, match="write-ahead log"):
            stand_in.use_wal()


def test_upgrade_does_nothing_when_another_process_was_faster(path: Path) -> None:
    with closing(_open(path)) as world:
        create(world)
        opening._upgrade(world._connection)
        assert world.health().findings == ()


# ---------------------------------------- what it costs


def test_world_does_not_read_a_large_file_through_when_it_opens(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(path)
    monkeypatch.setattr(opening, "CHECKED_WHOLE_BYTES", 1000)
    with _traced(monkeypatch) as statements, closing(_open(path)):
        pass
    assert not [sql for sql in statements if "quick_check" in sql]


def test_append_is_one_transaction_of_two_statements(path: Path) -> None:
    with closing(_open(path)) as world:
        lease = create_leased(world)
        append = advance(world, lease, 3)
        world.append([append])
        append, commits, statements = advance(world, lease, 3), world.commits, []
        world._connection.raw.set_trace_callback(statements.append)
        world.append([append])
        world._connection.raw.set_trace_callback(None)
        assert world.commits == commits + 1
    verbs = [" ".join(sql.split()[:2]) for sql in statements]
    assert verbs == ["BEGIN IMMEDIATE", "UPDATE runs", *["INSERT INTO"] * 3, "COMMIT"]


def test_append_of_many_runs_is_one_transaction(path: Path) -> None:
    with closing(_open(path)) as world:
        appends = [advance(world, create_leased(world, f"r{number}"), 1) for number in range(20)]
        commits = world.commits
        world.append(appends)
        assert world.commits == commits + 1


def test_importing_and_opening_a_world_does_not_import_sqlite_utils(path: Path) -> None:
    code = (
        "import sys; from world.sqlite import SqliteWorld; w = SqliteWorld(sys.argv[1]); w.close(); "
        "SqliteWorld(sys.argv[1]).close(); sys.exit('sqlite_utils' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
