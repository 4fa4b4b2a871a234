"""What a SQLite world makes of the file it is given: each state of the file gets its own error, or none."""

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from vm.errors import (
    BadOption,
    InternalError,
    NotAWorld,
    OperatorError,
    WorldBusy,
    WorldDamaged,
    WorldTooNew,
    WorldUnwritable,
)
from world.contract.making import advance, create, create_leased, make_rows
from world.records import NewMessage
from world.sqlite import SqliteWorld, opening, schema


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "world.db"


def _open(path: Path, **options: object) -> SqliteWorld:
    return SqliteWorld(path, **{"synchronous": "OFF", "busy_timeout_ms": 0, **options})  # type: ignore[arg-type]


def _fill(path: Path, rows: int = 50) -> None:
    with closing(_open(path)) as world:
        create(world, rows=rows)


def _with_sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for statement in statements:
            raw.execute(statement).fetchall()


# ---------------------------------------------------------------- files that open


def test_world_makes_its_folder_and_file_when_they_are_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "world.db"
    with closing(_open(path)) as world:
        assert (world.location, world.health().schema) == (f"sqlite:{path}", schema.VERSION)
    assert path.is_file()


def test_world_takes_an_empty_file_as_a_new_world(path: Path) -> None:
    path.touch()
    _fill(path)
    with closing(_open(path)) as world:
        assert world.unfinished_runs() == ["r"]


def test_world_keeps_everything_when_it_is_opened_again(path: Path) -> None:
    with closing(_open(path)) as world:
        lease = create_leased(world, messages=(NewMessage("r", "hook", key="k"),))
        world.append([advance(world, lease, 2)])
        before = world.get_run("r"), list(world.read_journal("r")), world.list_messages(), world.list_leases("r")
    with closing(_open(path)) as world:
        after = world.get_run("r"), list(world.read_journal("r")), world.list_messages(), world.list_leases("r")
        assert after == before
        assert not world.send(NewMessage("r", "hook", key="k"))


@pytest.mark.parametrize("name", [":memory:", "file:x?mode=memory", "a b#c%41?.db", "ünï.db"])
def test_world_takes_any_name_as_that_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(SqliteWorld(name)) as world:
        create(world)
    assert (tmp_path / name).stat().st_size > 0


@pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")
def test_world_behind_a_link_is_the_world_that_the_link_leads_to(tmp_path: Path, path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    path.symlink_to(tmp_path / "elsewhere" / "real.db")
    with closing(_open(path)) as world:
        lease = create_leased(world)
        assert world.append([advance(world, lease, 2)]).fenced == ()
        assert world.health().log_bytes > 0
        with closing(_open(tmp_path / "elsewhere" / "real.db")) as other, closing(_open(path, readonly=True)) as third:
            assert other.get_run("r") == third.get_run("r") == world.get_run("r")
        append = advance(world, lease, 1)
        path.unlink()
        path.symlink_to(tmp_path / "elsewhere" / "another.db")
        with pytest.raises(WorldUnwritable, match="moved or deleted"):
            world.append([append])


def test_world_uses_write_ahead_log_full_sync_and_foreign_keys_unless_told(path: Path) -> None:
    with closing(SqliteWorld(path)) as world:
        raw = world._connection.raw
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "application_id")
        values = [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
    assert values == ["wal", 2, 1, 5000, schema.APPLICATION_ID]


def test_world_uses_the_synchronous_level_it_is_given(path: Path) -> None:
    with closing(SqliteWorld(path, synchronous="normal")) as world:
        assert world._connection.pragma("synchronous") == 1


def test_world_refuses_a_synchronous_level_that_sqlite_does_not_know(path: Path) -> None:
    with pytest.raises(BadOption, match="synchronous"):
        _open(path, synchronous="SOMETIMES")
    assert not path.exists()


def test_world_reads_what_a_killed_process_left_in_the_log(tmp_path: Path, path: Path) -> None:
    with closing(_open(path)) as world:
        create(world, rows=5)
        left = tmp_path / "left.db"
        for suffix in ("", "-wal"):
            Path(f"{left}{suffix}").write_bytes(Path(f"{path}{suffix}").read_bytes())
    with closing(_open(left)) as world:
        assert tuple(world.read_journal("r")) == make_rows("r", 5)
        assert world.health().findings == ()


def test_world_drops_the_torn_end_of_a_log_and_keeps_what_was_committed(tmp_path: Path, path: Path) -> None:
    with closing(_open(path)) as world:
        lease = create_leased(world)
    with closing(_open(path)) as world:  # and a new log, whose end is the end of the file
        for _ in range(3):
            world.append([advance(world, lease, 1)])
        left = tmp_path / "left.db"
        left.write_bytes(path.read_bytes())
        log = Path(f"{path}-wal").read_bytes()
        Path(f"{left}-wal").write_bytes(log[:-100])
    with closing(_open(left)) as world:
        assert world.get_run("r").head == 3
        assert world.health().findings == ()


def test_bundle_record_is_stored_once_for_many_runs(path: Path) -> None:
    with closing(_open(path)) as world:
        for run_id in ("a", "b"):
            create(world, run_id)
        assert world._connection.fetch_one("SELECT count(*) FROM bundles") == (1,)


# ------------------------------------------------------------ files that do not open


def test_world_says_not_a_world_when_the_file_is_no_database(path: Path) -> None:
    path.write_text("Dear diary,\n" * 200)
    _assert_refused(path, NotAWorld, "not a SQLite database")


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE customers (id INTEGER)",),
        ("PRAGMA application_id = 252006675", "CREATE TABLE runs (run_id TEXT)"),
        ("PRAGMA user_version = 3",),
    ],
)
def test_world_says_not_a_world_when_the_database_is_another_programs(path: Path, statements: tuple[str, ...]) -> None:
    _with_sql(path, *statements)
    _assert_refused(path, NotAWorld, "another program")


def test_world_says_not_a_world_when_it_may_not_make_one(path: Path) -> None:
    with pytest.raises(NotAWorld, match="no such file"):
        _open(path, create=False)
    assert not path.exists()
    _fill(path)
    _open(path, create=False).close()


def test_world_says_too_new_and_changes_nothing_when_the_schema_is_newer(path: Path) -> None:
    _fill(path)
    _with_sql(path, f"PRAGMA user_version = {schema.VERSION + 1}")
    _assert_refused(path, WorldTooNew, f"schema {schema.VERSION + 1}; this version knows up to {schema.VERSION}")


def test_world_says_damaged_when_bytes_were_overwritten(path: Path) -> None:
    _fill(path, rows=500)
    data = bytearray(path.read_bytes())
    data[4096 * 3 : -4096] = b"\xa5" * len(data[4096 * 3 : -4096])
    path.write_bytes(data)
    _assert_refused(path, WorldDamaged, "damaged")


@pytest.mark.parametrize("length", [4096, 4096 * 5 + 17])
def test_world_says_damaged_when_the_file_was_cut_short(path: Path, length: int) -> None:
    _fill(path, rows=500)
    os.truncate(path, length)
    _assert_refused(path, WorldDamaged, "damaged")


def test_world_says_damaged_when_a_large_file_was_cut_short(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(path, rows=500)
    os.truncate(path, path.stat().st_size - 4096)
    monkeypatch.setattr(opening, "CHECKED_WHOLE_BYTES", 0)
    _assert_refused(path, WorldDamaged, "damaged")


@pytest.mark.parametrize("spoil", [lambda path: os.truncate(path, 0), Path.unlink])
def test_world_says_damaged_and_keeps_the_log_when_only_the_log_is_left(
    path: Path, spoil: Callable[[Path], None]
) -> None:
    with closing(_open(path)) as world:
        create(world)
        log = Path(f"{path}-wal").read_bytes()
    spoil(path)
    Path(f"{path}-wal").write_bytes(log)
    with pytest.raises(WorldDamaged, match="missing or empty"):
        _open(path)
    assert Path(f"{path}-wal").read_bytes() == log


def test_world_says_damaged_when_a_table_is_gone(path: Path) -> None:
    _fill(path)
    _with_sql(path, "DROP TABLE queue")
    with closing(_open(path)) as world, pytest.raises(WorldDamaged, match="no such table"):
        world.list_messages()


def test_world_says_damaged_when_its_tables_disagree_and_writes_nothing(path: Path) -> None:
    with closing(_open(path)) as world:
        lease = create_leased(world)
        _with_sql(path, "INSERT INTO journal VALUES (1, 2, x'', x'', 0, 0, NULL)")
        with pytest.raises(WorldDamaged, match="UNIQUE"):
            world.append([advance(world, lease, 1)])
        assert world.get_run("r").head == 1
        assert "ends at event 1, its journal at 2" in world.health().findings[0]


def test_world_says_damaged_when_a_bundle_was_forged(path: Path) -> None:
    _fill(path)
    _with_sql(path, "UPDATE bundles SET data = x'00'")
    with closing(_open(path)) as world, pytest.raises(WorldDamaged, match="do not have that hash"):
        world.get_bundle(world.get_run("r").bundle)


def test_world_says_unwritable_when_the_path_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(WorldUnwritable, match="it is a folder"):
        _open(tmp_path)


def test_world_says_unwritable_when_its_folder_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WorldUnwritable, match="folder cannot be made"):
        _open(tmp_path / "file" / "below" / "world.db")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is the read-only folder that even root cannot write")
def test_world_says_unwritable_when_its_folder_is_read_only() -> None:
    with pytest.raises(WorldUnwritable, match="cannot be opened"):
        _open(Path("/proc/world.db"))


def test_world_says_unwritable_and_writes_nothing_when_the_disk_is_full(path: Path) -> None:
    with closing(_open(path)) as world:
        lease = create_leased(world)
        pages = world._connection.pragma("page_count")
        world._connection.pragma(f"max_page_count = {pages}")
        before = world.get_run("r")
        with pytest.raises(WorldUnwritable, match="disk is full"):
            world.append([advance(world, lease, 2000)])
        assert (world.get_run("r"), len(list(world.read_journal("r")))) == (before, 1)
        world._connection.pragma("max_page_count = 100000")
        assert world.append([advance(world, lease, 2000)]).fenced == ()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file where it is")
@pytest.mark.parametrize("is_replaced", [False, True])
def test_world_says_unwritable_when_its_file_was_taken_away_while_it_was_open(path: Path, is_replaced: bool) -> None:
    with closing(_open(path)) as world:
        lease = create_leased(world)
        path.rename(path.with_name("moved.db"))
        if is_replaced:
            path.touch()
        with pytest.raises(WorldUnwritable, match="moved or deleted while it was open"):
            world.append([advance(world, lease, 2000)])
        path.with_name("moved.db").replace(path)
        assert world.append([advance(world, lease, 2000)]).fenced == ()


def test_world_says_unwritable_when_the_file_turns_out_to_be_read_only(path: Path) -> None:
    with closing(_open(path)) as world:
        create(world)
        world._connection.raw.execute("PRAGMA query_only = ON")
        with pytest.raises(WorldUnwritable, match="read-only"):
            world.send(NewMessage("r", "hook"))
        assert world.list_messages() == []


def test_world_says_unwritable_when_a_value_is_too_big_for_sqlite(path: Path) -> None:
    with closing(_open(path)) as world:
        create(world)
        world._connection.raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1000)
        with pytest.raises(WorldUnwritable, match="larger than SQLite can hold"):
            world.send(NewMessage("r", "hook", "x" * 2000))
        assert world.list_messages() == []


def test_world_says_busy_when_another_program_holds_the_write_lock(path: Path) -> None:
    with closing(_open(path, busy_timeout_ms=1)) as world, closing(sqlite3.connect(path)) as other:
        create(world)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WorldBusy, match="1 ms"):
            world.send(NewMessage("r", "hook"))
        assert world.list_messages() == []
        other.execute("ROLLBACK")
        assert world.send(NewMessage("r", "hook"))


def test_world_says_busy_when_another_program_holds_the_file_as_it_is_made(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(WorldBusy):
            _open(path, busy_timeout_ms=1)


def test_world_says_internal_error_when_it_is_used_after_it_was_closed(path: Path) -> None:
    world = _open(path)
    world.close()
    with pytest.raises(InternalError, match="closed"):
        world.list_runs()
    with pytest.raises(InternalError, match="closed"):
        world.send(NewMessage("r", "hook"))


# ------------------------------------------------------------------------ helpers


def _assert_refused(path: Path, kind: type[OperatorError], text: str) -> None:
    """Opening fails so, naming the place, and leaves the file as it was."""
    before = path.read_bytes()
    with pytest.raises(kind, match=text) as caught:
        _open(path)
    assert str(path) in str(caught.value)
    assert caught.value.fix
    assert path.read_bytes() == before
