"""Other programs at the same file: locks, vacuums, checkpoints, several that migrate it, some that take it away."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from vm.errors import WorldBusy, WorldUnwritable
from world.contract.making import NOW, advance, claim, create, create_leased, make_rows
from world.interface.patience import briefly
from world.records import Lease, NewMessage
from world.sqlite import SqliteWorld, connection, schema

OLD = Path(__file__).parents[2] / "worlds" / "schema-1.db"

_HOLD_THE_LOCK = """
import sqlite3, sys
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
raw.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.readline()
raw.execute("COMMIT")
"""

_STOP_IN_A_COMMIT = """
import os, signal, sys
from world.contract.making import NOW, advance
from world.records import Lease
from world.sqlite import SqliteWorld

world = SqliteWorld(sys.argv[1])
append = advance(world, Lease("other", "w1", 1, 0), 5)
world._connection._check_places = lambda: os.kill(os.getpid(), signal.SIGSTOP)
world.append([append])
"""

_TIDY_UP_FOR_EVER = """
import sqlite3, sys
raw = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
print("ready", flush=True)
while True:
    for sql in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)", "ANALYZE", "PRAGMA wal_checkpoint(PASSIVE)", "REINDEX"):
        try:
            raw.execute(sql).fetchall()
        except sqlite3.OperationalError as error:
            assert error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY, error
"""

_OPEN_AT_ONCE = """
import sys
from world.sqlite import SqliteWorld, migrations

print("ready", flush=True)
sys.stdin.readline()
world = SqliteWorld(sys.argv[1], busy_timeout_ms=60_000)
print(world.health().schema, len(world.list_runs()), len(world.list_messages()), flush=True)
world.close()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "world.db"


@contextmanager
def _start(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        try:
            yield child
        finally:
            child.kill()


def _line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def _go_on(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("go\n")
    child.stdin.flush()


# ---------------------------------------------------------------- locks


def test_world_that_another_program_locks_says_so_and_goes_on_afterwards(path: Path) -> None:
    with closing(SqliteWorld(path, busy_timeout_ms=20)) as world:
        lease = create_leased(world)
        append = advance(world, lease, 2)
        with _start(_HOLD_THE_LOCK, path) as other:
            assert _line(other) == "locked"
            with pytest.raises(WorldBusy, match="20 ms"):
                world.append([append])
            assert world.get_run("r").head == 1, "reads do not wait for a writer"
            _go_on(other)
            other.wait()
        assert world.append([append]).fenced == ()


def test_write_that_has_to_be_brief_does_not_wait_out_another_programs_lock(path: Path) -> None:
    with closing(SqliteWorld(path, busy_timeout_ms=600_000)) as world:
        lease = create_leased(world)
        append = advance(world, lease, 2)
        with _start(_HOLD_THE_LOCK, path) as other:
            assert _line(other) == "locked"
            with briefly(), pytest.raises(WorldBusy, match="20 ms"):
                world.append([append])
            _go_on(other)
            other.wait()
        assert world.append([append]).fenced == ()


def test_write_that_has_to_be_brief_does_not_wait_out_another_thread(path: Path) -> None:
    with closing(SqliteWorld(path, busy_timeout_ms=600_000)) as world:
        lease = create_leased(world)
        with world._connection.transaction():
            tried = threading.Thread(target=_write_briefly, args=(world, lease))
            tried.start()
            tried.join()
        assert world.get_run("r").head == 1


def _write_briefly(world: SqliteWorld, lease: Lease) -> None:
    with briefly(), pytest.raises(WorldBusy):
        world.append([advance(world, lease, 1)])


def test_write_waits_for_a_lock_that_is_given_up_in_time(path: Path) -> None:
    with closing(SqliteWorld(path, busy_timeout_ms=60_000)) as world:
        lease = create_leased(world)
        append = advance(world, lease, 2)
        with _start(_HOLD_THE_LOCK, path) as other:
            assert _line(other) == "locked"
            giving_up = threading.Timer(0.05, _go_on, [other])
            giving_up.start()
            assert world.append([append]).fenced == ()
            giving_up.join()
        assert world.get_run("r").head == 3


def test_worker_that_is_stopped_in_the_middle_of_a_commit_holds_others_up_until_it_is_killed(path: Path) -> None:
    with closing(SqliteWorld(path, busy_timeout_ms=20)) as world:
        lease, other = create_leased(world), create_leased(world, "other")
        with _start(_STOP_IN_A_COMMIT, path) as child:
            os.waitid(os.P_PID, child.pid, os.WSTOPPED | os.WNOWAIT)
            with pytest.raises(WorldBusy):
                world.append([advance(world, lease, 1)])
            assert world.get_run("other").head == 1
            child.kill()
            child.wait()
        assert world.append([advance(world, lease, 1), advance(world, other, 1)]).fenced == ()
        assert world.health().findings == ()


# ------------------------------------------------------- housekeeping by others


def test_log_that_a_reader_let_grow_is_cut_when_the_reader_is_gone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "LOG_KEPT_BYTES", 100_000)
    with closing(SqliteWorld(path)) as world:
        lease = create_leased(world)
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM runs").fetchall()
            world.append([advance(world, lease, 60_000)])
            assert world.health().log_bytes > 5_000_000
        for _ in range(3):  # folded in by one commit, begun anew by the next
            world.append([advance(world, lease, 1)])
        assert world.health().log_bytes <= 100_000


def test_world_that_others_vacuum_and_checkpoint_meanwhile_stays_whole(path: Path) -> None:
    with closing(SqliteWorld(path, busy_timeout_ms=60_000)) as world:
        lease = create_leased(world)
        with _start(_TIDY_UP_FOR_EVER, path) as other:
            assert _line(other) == "ready"
            for number in range(150):
                sent = (NewMessage("r", "tick", key=str(number)),)
                assert world.append([advance(world, lease, 3, messages=sent)]).fenced == ()
        assert tuple(world.read_journal("r")) == make_rows("r", 451)
        assert len(world.list_messages()) == 150
        assert world.health().findings == ()


# ------------------------------------------------------------ several that migrate


def test_processes_that_migrate_a_world_at_once_do_it_once(path: Path) -> None:
    shutil.copy(OLD, path)
    with ExitStack() as stack:
        children = [stack.enter_context(_start(_OPEN_AT_ONCE, path)) for _ in range(4)]
        assert [_line(child) for child in children] == ["ready"] * 4
        for child in children:
            _go_on(child)
        answers = {_line(child) for child in children}
        assert [child.wait() for child in children] == [0, 0, 0, 0]
    assert answers == {f"{schema.VERSION} 6 6"}
    with closing(SqliteWorld(path)) as world:
        assert world.health().findings == ()
        assert len([message for message in world.list_messages() if message.kind in ("start", "resume")]) == 3


# ------------------------------------------------- a file that is taken away, or comes alone


def test_world_whose_file_is_deleted_answers_what_it_knows_and_writes_nothing(path: Path) -> None:
    with closing(SqliteWorld(path)) as world:
        lease = create_leased(world)
        append = advance(world, lease, 2)
        path.unlink()
        with pytest.raises(WorldUnwritable, match="moved or deleted"):
            world.append([append])
        assert world.get_run("r").head == 1
        assert not path.exists()


def test_world_whose_file_is_replaced_by_another_writes_to_neither(path: Path, tmp_path: Path) -> None:
    with closing(SqliteWorld(tmp_path / "other.db")) as other:
        create(other, "other")
    with closing(SqliteWorld(path)) as world:
        append = advance(world, create_leased(world), 2)
        path.rename(tmp_path / "moved.db")
        os.replace(tmp_path / "other.db", path)
        with pytest.raises(WorldUnwritable, match="moved or deleted"):
            world.append([append])
        assert world.get_run("r").head == 1
    for name, run_id in (("world.db", "other"), ("moved.db", "r")):  # the log went with the file it belongs to
        with closing(SqliteWorld(tmp_path / name)) as world:
            assert [run.run_id for run in world.list_runs()] == [run_id]
            assert world.health().findings == ()


def test_world_whose_log_is_deleted_commits_no_more_and_loses_nothing(path: Path) -> None:
    with closing(SqliteWorld(path)) as world:
        lease = create_leased(world)
        assert world.append([advance(world, lease, 2)]).fenced == ()
        append = advance(world, lease, 2)
        Path(f"{path}-wal").unlink()
        with pytest.raises(WorldUnwritable, match="log was moved or deleted"):
            world.append([append])
        assert world.get_run("r").head == 3
    with closing(SqliteWorld(path)) as world:
        assert tuple(world.read_journal("r")) == make_rows("r", 3)
        assert world.health().findings == ()


def test_copy_of_a_file_without_its_log_is_a_world_as_of_some_time_ago(path: Path, tmp_path: Path) -> None:
    with closing(SqliteWorld(path)) as world:
        lease = create_leased(world, rows=5)
        world._connection.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        assert world.append([advance(world, lease, 5)]).fenced == ()
        shutil.copy(path, tmp_path / "copy.db")
    with closing(SqliteWorld(tmp_path / "copy.db")) as copy:
        assert tuple(copy.read_journal("r")) == make_rows("r", 5)
        assert copy.health().findings == ()
        lease = claim(copy, owner="w2", now_ms=NOW + 5000)
        assert copy.append([advance(copy, lease, 1)]).fenced == ()


def test_copy_of_a_new_file_whose_log_was_never_folded_in_is_a_world_without_runs(path: Path, tmp_path: Path) -> None:
    with closing(SqliteWorld(path)) as world:
        create(world)
        shutil.copy(path, tmp_path / "copy.db")
    with closing(SqliteWorld(tmp_path / "copy.db", create=False)) as copy:
        assert copy.list_runs() == []
        create(copy)
        assert copy.health().findings == ()
