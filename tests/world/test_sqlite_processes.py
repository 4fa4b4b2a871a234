"""Several connections and several processes on one file; processes that are killed as they write."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from vm.core.journal import verify_chain
from vm.errors import RunLeased
from world.contract.making import NOW, advance, claim, create, create_leased
from world.records import NewMessage
from world.sqlite import SqliteWorld

_APPEND_FOR_EVER = """
import sys
from world.contract.making import NOW, advance, create_leased, wait
from world.records import NewMessage
from world.sqlite import SqliteWorld

world = SqliteWorld(sys.argv[1])
lease = create_leased(world)
number = 0
while True:
    number += 1
    opened, closed = (wait(f"wait_{number}", NOW + number),), (f"wait_{number - 1}",)
    message = NewMessage("r", "tick", key=str(number), due_ms=NOW)
    assert world.append([advance(world, lease, 3, opened=opened, closed=closed, messages=(message,))]).fenced == ()
    print(number, flush=True)
"""

_OPEN_AND_CREATE = """
import sys
from world.contract.making import create
from world.sqlite import SqliteWorld

print("ready", flush=True)
sys.stdin.readline()
world = SqliteWorld(sys.argv[1], busy_timeout_ms=60_000)
create(world, sys.argv[2], rows=20)
world.close()
"""

_ADVANCE_IN_TURN = """
import sys
from vm.errors import RunLeased
from world.contract.making import NOW, advance, claim
from world.sqlite import SqliteWorld

world = SqliteWorld(sys.argv[1], synchronous="OFF", busy_timeout_ms=60_000)
done = 0
while done < 40:
    try:
        lease = claim(world, owner=sys.argv[2])
    except RunLeased:
        continue
    assert world.append([advance(world, lease, 2, release=True)]).fenced == ()
    done += 1
world.close()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "world.db"


@pytest.fixture
def two(path: Path) -> Iterator[tuple[SqliteWorld, SqliteWorld]]:
    with closing(SqliteWorld(path, synchronous="OFF")) as a, closing(SqliteWorld(path, synchronous="OFF")) as b:
        yield a, b


# ---------------------------------------------------------------- two connections


def test_a_connection_sees_what_another_committed(two: tuple[SqliteWorld, SqliteWorld]) -> None:
    a, b = two
    create(a, rows=3)
    assert b.get_run("r") == a.get_run("r")
    assert list(b.read_journal("r")) == list(a.read_journal("r"))


def test_a_lease_taken_through_one_connection_fences_the_other(two: tuple[SqliteWorld, SqliteWorld]) -> None:
    a, b = two
    old = create_leased(a, owner="w1")
    with pytest.raises(RunLeased):
        claim(b, owner="w2", now_ms=NOW + 1)
    new = claim(b, owner="w2", now_ms=NOW + 5000)
    assert a.append([advance(a, old, 1)]).fenced == ("r",)
    assert b.append([advance(b, new, 1)]).fenced == ()


def test_change_stamp_changes_when_another_connection_wrote(two: tuple[SqliteWorld, SqliteWorld]) -> None:
    a, b = two
    create(a)
    stamp, own = b.change_stamp(), a.change_stamp()
    a.send(NewMessage("r", "hook"))
    assert b.change_stamp() != stamp
    assert a.change_stamp() == own


def test_a_half_read_journal_does_not_stop_the_log_from_being_folded_in(
    two: tuple[SqliteWorld, SqliteWorld],
) -> None:
    a, b = two
    create(a, rows=2000)
    rows = b.read_journal("r")
    next(rows)
    assert a._connection.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)
    assert sum(1 for _ in rows) == 1999


# ---------------------------------------------------------------- real processes


def _start(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_processes_that_open_a_new_file_at_once_all_get_the_same_world(path: Path) -> None:
    with ExitStack() as stack:
        children = [stack.enter_context(_start(_OPEN_AND_CREATE, path, f"r{number}")) for number in range(4)]
        for child in children:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
        for child in children:
            assert child.stdin is not None
            child.stdin.write("go\n")
            child.stdin.flush()
        assert [child.wait() for child in children] == [0, 0, 0, 0]
    with closing(SqliteWorld(path)) as world:
        assert sorted(world.unfinished_runs()) == ["r0", "r1", "r2", "r3"]
        assert world.health().findings == ()


def test_two_processes_that_take_turns_at_a_run_never_write_over_each_other(path: Path) -> None:
    with closing(SqliteWorld(path, synchronous="OFF")) as world:
        create(world, rows=0)
    with _start(_ADVANCE_IN_TURN, path, "w1") as one, _start(_ADVANCE_IN_TURN, path, "w2") as other:
        assert [one.wait(), other.wait()] == [0, 0]
    with closing(SqliteWorld(path, synchronous="OFF")) as world:
        rows = list(world.read_journal("r"))
        assert len(list(verify_chain("r", ((row.position, row.body, row.hash) for row in rows)))) == 160
        leases = world.list_leases("r")
        assert [lease.epoch for lease in leases] == list(range(1, 81))
        assert [row.epoch for row in rows] == [lease.epoch for lease in leases for _ in (1, 2)]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("acknowledged", [1, 7, 60])
def test_a_world_whose_process_is_killed_keeps_every_commit_whole(path: Path, acknowledged: int) -> None:
    with _start(_APPEND_FOR_EVER, path) as child:
        assert child.stdout is not None
        for _ in range(acknowledged):
            child.stdout.readline()
        child.send_signal(signal.SIGKILL)
        seen = acknowledged + len(child.stdout.read().splitlines())
        assert child.wait() == -signal.SIGKILL
    with closing(SqliteWorld(path)) as world:
        run, rows = world.get_run("r"), list(world.read_journal("r"))
        turns, rest = divmod(run.head - 1, 3)
        assert rest == 0
        assert turns in (seen, seen + 1)  # a commit may be durable before it could be told
        assert len(list(verify_chain("r", ((row.position, row.body, row.hash) for row in rows)))) == run.head
        assert run.head_hash == rows[-1].hash
        assert [wait.correlation_id for wait in world.list_waits()] == [f"wait_{turns}"]
        assert len(world.list_messages()) == turns
        assert world.health(now_ms=NOW).findings == ()
        lease = claim(world, owner="w2", now_ms=NOW + 5000)
        assert world.append([advance(world, lease, 1)]).fenced == ()
