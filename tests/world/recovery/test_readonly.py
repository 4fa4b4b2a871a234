"""A world that cannot be written is read all the same, and nothing is left beside it."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.world.recovery.media import frozen
from vm.core.verify import Verifier
from vm.errors import NotAWorld, OperatorError, WorldDamaged, WorldTooNew, WorldUnwritable
from vm.host.programs import ProgramCache
from world.contract.making import NOW, advance, claim, create, create_leased, make_rows
from world.records import NewMessage
from world.sqlite import SqliteWorld, schema

OLD = Path(__file__).parents[2] / "worlds" / "schema-1.db"

_WRITE_AND_DIE = """
import os, signal, sys
from world.contract.making import advance, create_leased
from world.sqlite import SqliteWorld

world = SqliteWorld(sys.argv[1])
lease = create_leased(world)
world.append([advance(world, lease, 6)])
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "worlds"
    folder.mkdir()
    return folder


def _look(path: Path, **options: object) -> SqliteWorld:
    return SqliteWorld(path, readonly=True, **options)  # type: ignore[arg-type]


def _fill(path: Path) -> None:
    with closing(SqliteWorld(path)) as world:
        create(world, rows=7, messages=(NewMessage("r", "start", due_ms=NOW),))


def _crash(path: Path) -> None:
    child = subprocess.run([sys.executable, "-c", _WRITE_AND_DIE, str(path)])
    assert child.returncode == -signal.SIGKILL
    assert Path(f"{path}-wal").stat().st_size > 0


def _assert_reads(world: SqliteWorld) -> None:
    assert tuple(world.read_journal("r")) == make_rows("r", 7)
    assert [run.head for run in world.list_runs()] == [7]
    assert world.health().findings == ()
    with pytest.raises(WorldUnwritable):
        claim(world, now_ms=NOW + 10**6)
    with pytest.raises(WorldUnwritable):
        world.send(NewMessage("r", "hook"))


def test_world_in_a_frozen_folder_is_read_and_refuses_to_be_written(folder: Path) -> None:
    _fill(folder / "world.db")
    with frozen(folder) as place, closing(_look(place / "world.db")) as world:
        _assert_reads(world)
        assert world.change_stamp() == world.change_stamp()
        with pytest.raises(WorldUnwritable):
            SqliteWorld(place / "world.db")
    assert os.listdir(folder) == ["world.db"]


def test_world_with_a_log_left_by_a_crash_is_read_from_a_frozen_folder(folder: Path) -> None:
    _crash(folder / "world.db")
    (folder / "world.db-shm").unlink()
    before = {name: (folder / name).read_bytes() for name in os.listdir(folder)}
    with frozen(folder) as place, closing(_look(place / "world.db")) as world:
        _assert_reads(world)
    assert {name: (folder / name).read_bytes() for name in os.listdir(folder)} == before


def test_world_with_the_log_and_its_index_left_by_a_crash_is_read_from_a_frozen_folder(folder: Path) -> None:
    _crash(folder / "world.db")
    with frozen(folder) as place, closing(_look(place / "world.db")) as world:
        _assert_reads(world)


def test_world_that_another_process_writes_is_read_from_a_frozen_folder(folder: Path) -> None:
    with closing(SqliteWorld(folder / "world.db")) as writer:
        lease = create_leased(writer)
        with frozen(folder) as place, closing(_look(place / "world.db")) as world:
            stamp = world.change_stamp()
            for head in range(3, 30, 2):
                writer.append([advance(writer, lease, 2)])
                assert world.get_run("r").head == head
            assert world.change_stamp() != stamp


def test_world_of_an_older_schema_is_read_and_replayed_and_left_as_it_was(folder: Path) -> None:
    path = Path(shutil.copy(OLD, folder / "world.db"))
    with frozen(folder) as place, closing(_look(place / "world.db")) as world:
        programs = ProgramCache(world)
        for run in world.list_runs():
            verifier = Verifier(programs.load(run.bundle, run.workflow), run.run_id)
            for row in world.read_journal(run.run_id):
                verifier.take(row.position, row.body, row.hash)
            verifier.finish()[0].close()
        assert world.health().findings == ()
        with pytest.raises(WorldUnwritable):
            claim(world, "pending")
    assert path.read_bytes() == OLD.read_bytes()


def test_world_of_an_older_schema_where_one_may_write_is_left_as_it_was_too(folder: Path) -> None:
    path = Path(shutil.copy(OLD, folder / "world.db"))
    with closing(_look(path)) as world:
        assert world.health().schema == schema.VERSION
    assert path.read_bytes() == OLD.read_bytes()


def test_world_that_is_looked_at_makes_way_for_who_writes_it(folder: Path) -> None:
    _fill(folder / "world.db")
    with closing(_look(folder / "world.db")) as world, closing(SqliteWorld(folder / "world.db")) as writer:
        lease = claim(writer, owner="w2")
        assert writer.append([advance(writer, lease, 3)]).fenced == ()
        assert world.get_run("r").head == 10


@pytest.fixture
def refused(folder: Path) -> dict[str, tuple[Path, type[OperatorError]]]:
    """Places that cannot be opened, and what is said of them."""
    for name in ("new", "damaged", "headless"):
        _fill(folder / name)
    with closing(SqliteWorld(folder / "new")) as world:
        world._connection.raw.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    os.truncate(folder / "damaged", 4096 * 5 + 17)
    (folder / "headless").rename(folder / "headless-wal")
    (folder / "diary").write_text("Dear diary,\n" * 200)
    return {
        "missing": (folder / "nothing", NotAWorld),
        "text": (folder / "diary", NotAWorld),
        "a folder": (folder, WorldUnwritable),
        "newer": (folder / "new", WorldTooNew),
        "damaged": (folder / "damaged", WorldDamaged),
        "a log alone": (folder / "headless", WorldDamaged),
    }


@pytest.mark.parametrize("kind", ["missing", "text", "a folder", "newer", "damaged", "a log alone"])
def test_looking_at_what_is_no_world_says_so_as_opening_does(
    refused: dict[str, tuple[Path, type[OperatorError]]], kind: str
) -> None:
    path, error = refused[kind]
    with pytest.raises(error):
        _look(path)
