"""A disk that is full, for real: nothing is half written, and all goes on when there is room again."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.world.recovery.media import small_disk
from vm.errors import WorldFull
from world.contract.making import NOW, advance, create, create_leased, make_rows
from world.records import Lease, NewMessage, RunRecord
from world.sqlite import SqliteWorld

OLD = Path(__file__).parents[2] / "worlds" / "schema-1.db"

# Files may not grow beyond a size: what a quota does, and some file systems. No need to be root.
_WRITE_TO_THE_LIMIT = """
import resource, signal, sys
from vm.errors import WorldUnwritable
from world.contract.making import advance, create_leased, make_rows
from world.sqlite import SqliteWorld

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
world = SqliteWorld(sys.argv[1])
lease = create_leased(world)
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, hard))
try:
    while True:
        before = world.get_run("r")
        assert world.append([advance(world, lease, 50)]).fenced == ()
except WorldUnwritable:
    assert world.get_run("r") == before
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
assert before.head > 50
assert world.append([advance(world, lease, 50)]).fenced == ()
assert tuple(world.read_journal("r")) == make_rows("r", before.head + 50)
assert world.health().findings == ()
world.close()
"""


def _fill_up(disk: Path) -> Path:
    """Leave no room at all."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return filler


def _write_until_full(world: SqliteWorld, lease: Lease) -> RunRecord:
    """Append until there is no room; return the run as it was after the last append that was acknowledged."""
    while True:
        run = world.get_run("r")
        try:
            assert world.append([advance(world, lease, 20, messages=(NewMessage("r", "tick"),))]).fenced == ()
        except WorldFull:
            return run


def test_world_on_a_full_disk_keeps_what_it_has_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2000) as disk, closing(SqliteWorld(disk / "world.db")) as world:
        lease = create_leased(world)
        filler = _fill_up(disk)
        before = _write_until_full(world, lease)
        assert world.get_run("r") == before
        assert tuple(world.read_journal("r")) == make_rows("r", before.head)
        assert world.health().findings == ()
        with pytest.raises(WorldFull):
            world.append([advance(world, lease, 2000)])
        filler.unlink()
        assert world.append([advance(world, lease, 20)]).fenced == ()
        assert tuple(world.read_journal("r")) == make_rows("r", before.head + 20)


def test_world_that_was_left_on_a_full_disk_opens_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2000) as disk:
        with closing(SqliteWorld(disk / "world.db")) as world:
            lease = create_leased(world)
            filler = _fill_up(disk)
            head = _write_until_full(world, lease).head
        filler.unlink()
        with closing(SqliteWorld(disk / "world.db")) as world:
            assert tuple(world.read_journal("r")) == make_rows("r", head)
            assert world.health().findings == ()


def test_world_cannot_be_made_on_a_full_disk_and_can_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 600) as disk:
        filler = _fill_up(disk)
        with pytest.raises(WorldFull):
            SqliteWorld(disk / "world.db")
        filler.unlink()
        with closing(SqliteWorld(disk / "world.db")) as world:
            create(world)
            assert world.health().findings == ()


def test_migration_that_does_not_fit_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 600) as disk:
        path = disk / "world.db"
        path.write_bytes(OLD.read_bytes())
        filler = _fill_up(disk)
        with pytest.raises(WorldFull):
            SqliteWorld(path)
        assert path.read_bytes() == OLD.read_bytes()
        filler.unlink()
        with closing(SqliteWorld(path)) as world:
            assert len(world.list_runs()) == 6
            assert world.health(now_ms=NOW).findings == ()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no resource limits")
def test_world_whose_file_may_grow_no_more_keeps_what_it_has_and_goes_on_afterwards(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _WRITE_TO_THE_LIMIT, str(tmp_path / "world.db")], check=True)
