"""Whether a world's file and log are where they were: noticed at the next look, however cheap the look is."""

import os
import time
from pathlib import Path

import pytest

from world.sqlite.places import Places

SECOND_NS = 10**9


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("world.db", "world.db-wal"):
        (folder / name).touch()
    return folder / "world.db"


def _set_time(folder: Path, changed_ns: int) -> None:
    os.utime(folder, ns=(changed_ns, changed_ns))


def _quiet(file: Path) -> Places:
    """Places in a folder in which nothing has happened for long."""
    _set_time(file.parent, time.time_ns() - 3600 * SECOND_NS + 1)
    places = Places(file)
    assert [places.find_missing() for _ in range(3)] == [None] * 3
    return places


@pytest.mark.parametrize(("name", "missing"), [("world.db", "the file"), ("world.db-wal", "its log")])
@pytest.mark.parametrize("is_quiet", [False, True])
@pytest.mark.parametrize("way", ["delete", "move", "replace"])
def test_what_is_taken_away_is_missed_at_the_next_look(
    file: Path, name: str, missing: str, is_quiet: bool, way: str
) -> None:
    places = _quiet(file) if is_quiet else Places(file)
    assert places.find_missing() is None
    taken = file.with_name(name)
    if way == "delete":
        taken.unlink()
    else:
        taken.rename(file.with_name("elsewhere"))
    if way == "replace":
        taken.touch()
    assert places.find_missing() == missing
    assert places.has_file_moved() == (missing == "the file")
    if way == "move":
        file.with_name("elsewhere").rename(taken)
        assert places.find_missing() is None


def test_folder_that_is_taken_away_is_missed_with_the_file(file: Path) -> None:
    places = _quiet(file)
    file.parent.rename(file.parent.with_name("moved"))
    assert places.find_missing() == "the file"


def test_time_stamps_that_are_coarse_are_not_trusted_for_some_seconds(file: Path) -> None:
    changed_ns = (time.time_ns() // SECOND_NS - 2) * SECOND_NS
    _set_time(file.parent, changed_ns)
    places = Places(file)
    assert places.find_missing() is None
    file.unlink()
    _set_time(file.parent, changed_ns)  # as a file system would that counts in seconds
    assert places.find_missing() == "the file"


def test_quiet_folder_is_looked_at_and_its_files_are_not(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places, looked = _quiet(file), list[str]()
    stat = os.stat

    def watch(path: str) -> os.stat_result:
        looked.append(path)
        return stat(path)

    monkeypatch.setattr(os, "stat", watch)
    assert places.find_missing() is None
    monkeypatch.undo()
    assert looked == [str(file.parent)]
