"""A log is made longer ahead of the commits that would make it longer."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from world.contract.making import advance, create, create_leased
from world.sqlite.room import ROOM_BYTES, LogRoom
from world.sqlite.world import SqliteWorld

RUNS = [f"r{number}" for number in range(30)]


def _log(path: Path) -> Path:
    return Path(f"{path}-wal")


@contextmanager
def _longest_file(size: int) -> Iterator[None]:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_log_gets_room_from_a_process_that_keeps_committing(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    with closing(SqliteWorld(path)) as world:
        create(world, "first")
        assert _log(path).stat().st_size < ROOM_BYTES, "few commits are not worth it"
        for run_id in RUNS:
            create(world, run_id)
        assert ROOM_BYTES < _log(path).stat().st_size < 3 * ROOM_BYTES


def test_process_that_dies_leaves_a_whole_world_behind_in_a_log_with_room(tmp_path: Path) -> None:
    path, copy = tmp_path / "world.db", tmp_path / "copy.db"
    with closing(SqliteWorld(path)) as world:
        for run_id in RUNS:
            create(world, run_id)
        shutil.copy(path, copy)
        shutil.copy(_log(path), _log(copy))
    with closing(SqliteWorld(copy)) as left:
        assert sorted(left.unfinished_runs()) == sorted(RUNS)
        assert create(left, "next") is None
        assert left.get_run("next").head == 1


def test_log_without_waiting_for_the_disk_gets_no_room(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    with closing(SqliteWorld(path, synchronous="NORMAL")) as world:
        for run_id in RUNS:
            create(world, run_id)
        assert _log(path).stat().st_size < ROOM_BYTES


def test_log_that_may_grow_no_more_gets_no_room_and_commits_go_on(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    with closing(SqliteWorld(path)) as world:
        lease = create_leased(world, "r")
        with _longest_file(ROOM_BYTES):
            for _ in range(20):
                world.append([advance(world, lease, 1)])
        assert world.get_run("r").head == 21
        assert _log(path).stat().st_size < ROOM_BYTES


@pytest.mark.parametrize("size", [10 * ROOM_BYTES, 0])
def test_room_is_not_made_beyond_the_most_nor_for_a_log_that_does_not_grow(tmp_path: Path, size: int) -> None:
    log = tmp_path / "log"
    log.write_bytes(bytes(size))
    room = LogRoom(most_bytes=4 * ROOM_BYTES)
    for number in range(40):
        room.keep(log)
        if size:
            with log.open("ab") as file:
                file.write(bytes([number]))
    assert log.stat().st_size == size + (40 if size else 0)


def test_log_that_is_not_there_gets_no_room(tmp_path: Path) -> None:
    room = LogRoom(most_bytes=4 * ROOM_BYTES)
    for _ in range(40):
        room.keep(tmp_path / "log")
    assert not (tmp_path / "log").exists()
