"""A copy of a world that is in use: whole, of one moment, and never in place of something else."""

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from vm.core.journal import verify_chain
from vm.errors import BadInput, WorldUnwritable
from world.contract.making import advance, create, create_leased
from world.memory import MemoryWorld
from world.sqlite import SqliteWorld


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "world.db"


def test_backup_is_a_whole_world_of_one_moment_while_others_write(tmp_path: Path, path: Path) -> None:
    with closing(SqliteWorld(path, synchronous="OFF")) as world:
        lease, stop = create_leased(world, rows=3000), threading.Event()

        def write() -> None:
            while not stop.is_set():
                assert world.append([advance(world, lease, 2)]).fenced == ()

        with closing(SqliteWorld(path)) as other:
            writer = threading.Thread(target=write)
            writer.start()
            for number in range(3):
                other.backup(tmp_path / f"copy{number}.db")
            stop.set()
            writer.join()
    for number in range(3):
        with closing(SqliteWorld(tmp_path / f"copy{number}.db", create=False)) as copy:
            run, rows = copy.get_run("r"), list(copy.read_journal("r"))
            assert run.head == len(rows) >= 3000
            assert run.head % 2 == 0
            assert len(list(verify_chain("r", ((row.position, row.body, row.hash) for row in rows)))) == run.head
            assert copy.health().findings == ()
    assert sorted(os.listdir(tmp_path)) == ["copy0.db", "copy1.db", "copy2.db", "world.db"]


def test_backup_never_takes_the_place_of_a_file(tmp_path: Path, path: Path) -> None:
    (tmp_path / "diary.txt").write_text("Dear diary")
    with closing(SqliteWorld(path)) as world:
        with pytest.raises(BadInput, match="is there already"):
            world.backup(tmp_path / "diary.txt")
        with pytest.raises(BadInput, match="is there already"):
            world.backup(path)
    assert (tmp_path / "diary.txt").read_text() == "Dear diary"


def test_backup_begins_afresh_where_one_was_killed(tmp_path: Path, path: Path) -> None:
    (tmp_path / "copy.db.partial").write_bytes(b"half a page")
    with closing(SqliteWorld(path)) as world:
        create(world)
        world.backup(tmp_path / "copy.db")
    assert sorted(os.listdir(tmp_path)) == ["copy.db", "world.db"]


def test_backup_into_a_folder_that_is_not_there_says_so(tmp_path: Path, path: Path) -> None:
    with closing(SqliteWorld(path)) as world, pytest.raises(WorldUnwritable, match="nowhere"):
        world.backup(tmp_path / "nowhere" / "copy.db")


def test_backup_that_does_not_fit_leaves_nothing(tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def connect_small(place: object, **options: object) -> sqlite3.Connection:
        raw = connect(place, **options)  # type: ignore[call-overload]
        if str(place).endswith(".partial"):
            raw.execute("PRAGMA max_page_count = 20")
        return raw  # type: ignore[no-any-return]

    with closing(SqliteWorld(path)) as world:
        create(world, rows=2000)
        monkeypatch.setattr(sqlite3, "connect", connect_small)
        with pytest.raises(WorldUnwritable, match="full"):
            world.backup(tmp_path / "copy.db")
        monkeypatch.undo()
        assert sorted(os.listdir(tmp_path)) == ["world.db", "world.db-shm", "world.db-wal"]


def test_memory_world_says_that_it_cannot_be_copied(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="memory"):
        MemoryWorld().backup(tmp_path / "copy.db")
