"""Processes that die as they write, or are stopped and come back: what was committed is there, whole, and no more."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from vm.core.journal import verify_chain
from world.contract.making import NOW, advance, claim, create, make_rows
from world.sqlite import SqliteWorld, schema

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and SIGSTOP")

OLD = Path(__file__).parents[2] / "worlds" / "schema-1.db"

# Dies inside a transaction: all its pages are in the log, what makes them count is not. A small cache has SQLite
# write pages to the log long before the commit.
_DIE_BEFORE_THE_COMMIT = """
import os, signal, sys
from world.contract.making import NOW, advance, create_leased, wait
from world.records import NewMessage
from world.sqlite import SqliteWorld

world = SqliteWorld(sys.argv[1])
lease = create_leased(world, rows=3)
world._connection.raw.execute("PRAGMA cache_size = 4")
opened, sent = (wait("wait_1", NOW),), (NewMessage("r", "hook", key="k"),)
append = advance(world, lease, 3000, opened=opened, messages=sent)
world._connection._check_places = lambda: os.kill(os.getpid(), signal.SIGKILL)
world.append([append])
"""

_DIE_AFTER_THE_COMMIT = """
import os, signal, sys
from world.contract.making import NOW, advance, create_leased, wait
from world.records import NewMessage
from world.sqlite import SqliteWorld

world = SqliteWorld(sys.argv[1])
lease = create_leased(world, rows=3)
opened, sent = (wait("wait_1", NOW),), (NewMessage("r", "hook", key="k"),)
assert world.append([advance(world, lease, 3000, opened=opened, messages=sent)]).fenced == ()
os.kill(os.getpid(), signal.SIGKILL)
"""

_DIE_AS_IT_FOLDS_THE_LOG_IN = """
import sys
from world.sqlite import SqliteWorld

world = SqliteWorld(sys.argv[1])
print("ready", flush=True)
while True:
    world._connection.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    world._connection.raw.execute("UPDATE runs SET updated_ms = updated_ms + 1")
"""

_DIE_AS_IT_MIGRATES = """
import os, signal, sys
from world.sqlite import SqliteWorld, migrations

steps = list(migrations.MIGRATIONS)
at, after = int(sys.argv[2]), sys.argv[3] == "after"

def die(db, step=steps[at]):
    if after:
        step(db)
    os.kill(os.getpid(), signal.SIGKILL)

die.__name__ = steps[at].__name__
migrations.MIGRATIONS = (*steps[:at], die, *steps[at + 1 :])
SqliteWorld(sys.argv[1])
"""

_HOLD_A_RUN = """
import sys
from world.contract.making import advance, claim
from world.sqlite import SqliteWorld

world = SqliteWorld(sys.argv[1])
lease = claim(world, owner="slow")
append = advance(world, lease, 2)
print("held", flush=True)
sys.stdin.readline()
print(*world.append([append]).fenced, flush=True)
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


def _die(code: str, *arguments: object) -> None:
    child = subprocess.run([sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True)
    assert child.returncode == -signal.SIGKILL, child.stderr


def _assert_whole(world: SqliteWorld, head: int) -> None:
    run, rows = world.get_run("r"), list(world.read_journal("r"))
    assert run.head == head
    assert [row.body for row in rows] == [row.body for row in make_rows("r", head)]
    assert len(list(verify_chain("r", ((row.position, row.body, row.hash) for row in rows)))) == head
    assert world.health().findings == ()


def test_what_a_process_that_died_before_its_commit_wrote_was_never_there(path: Path) -> None:
    _die(_DIE_BEFORE_THE_COMMIT, path)
    assert Path(f"{path}-wal").stat().st_size > 300_000, "the transaction was written out before it was committed"
    with closing(SqliteWorld(path)) as world:
        _assert_whole(world, 3)
        assert (world.list_waits(), world.list_messages()) == ([], [])
        lease = claim(world, owner="w2", now_ms=NOW + 5000)
        assert world.append([advance(world, lease, 1)]).fenced == ()


def test_what_a_process_that_died_after_its_commit_wrote_is_there(path: Path) -> None:
    _die(_DIE_AFTER_THE_COMMIT, path)
    with closing(SqliteWorld(path)) as world:
        _assert_whole(world, 3003)
        assert (len(world.list_waits()), len(world.list_messages())) == (1, 1)


def test_world_whose_log_was_being_folded_in_when_its_process_died_is_whole(path: Path) -> None:
    with closing(SqliteWorld(path)) as world:
        create(world, rows=4000)
    for _ in range(5):
        with _start(_DIE_AS_IT_FOLDS_THE_LOG_IN, path) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            child.send_signal(signal.SIGKILL)
        with closing(SqliteWorld(path)) as world:
            _assert_whole(world, 4000)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(1, schema.VERSION))
def test_migration_whose_process_was_killed_is_made_by_the_next_one(path: Path, at: int, when: str) -> None:
    shutil.copy(OLD, path)
    _die(_DIE_AS_IT_MIGRATES, path, at, when)
    with closing(SqliteWorld(path)) as world:
        health = world.health()
        assert (health.schema, health.findings, len(world.list_runs())) == (schema.VERSION, (), 6)


def test_worker_that_was_stopped_past_its_lease_writes_nothing_when_it_comes_back(path: Path) -> None:
    with closing(SqliteWorld(path)) as world:
        create(world)
        with _start(_HOLD_A_RUN, path) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            assert child.stdout.readline() == "held\n"
            child.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, child.pid, os.WSTOPPED | os.WNOWAIT)
            lease = claim(world, owner="quick", now_ms=NOW + 1000)
            assert world.append([advance(world, lease, 1)]).fenced == ()
            child.send_signal(signal.SIGCONT)
            child.stdin.write("go\n")
            child.stdin.flush()
            assert child.stdout.readline() == "r\n"
        assert world.append([advance(world, lease, 1)]).fenced == ()
        _assert_whole(world, 3)
        assert [row.epoch for row in world.read_journal("r")] == [1, 2, 2]
