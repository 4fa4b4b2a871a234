"""What is kept between processes is this user's alone, whole or nothing, and not too much."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from vm.sandbox import kept

NAME = "a" * 64


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "deep" / "cache"
    monkeypatch.setenv("VM_CACHE", str(found))
    kept._say.cache_clear()
    return found


def test_what_is_stored_is_loaded_again(folder: Path) -> None:
    assert kept.load(NAME) is None
    kept.store(NAME, b"body")
    assert kept.load(NAME) == b"body"
    kept.store(NAME, b"other")
    assert (kept.load(NAME), len(list(folder.iterdir()))) == (b"other", 1)


def test_folder_and_files_are_this_users_alone(folder: Path) -> None:
    before = os.umask(0)
    try:
        kept.store(NAME, b"body")
    finally:
        os.umask(before)
    (file,) = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_nothing_is_kept_where_the_folder_is_named_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VM_CACHE", "")
    kept.store(NAME, b"body")
    assert kept.load(NAME) is None


@pytest.mark.parametrize(
    "damage", [lambda d: d[:-1], lambda d: d + b"x", lambda d: b"", lambda d: b"vm-kept 2\n" + d[10:]]
)
def test_damaged_file_is_not_loaded(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    kept.store(NAME, b"body")
    (file,) = folder.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert kept.load(NAME) is None


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_file_that_others_may_write_is_not_loaded(folder: Path, mode: int) -> None:
    kept.store(NAME, b"body")
    (file,) = folder.iterdir()
    file.chmod(mode)
    assert kept.load(NAME) is None


@pytest.mark.parametrize("mode", [0o720, 0o702])
def test_folder_that_others_may_write_is_not_used(folder: Path, mode: int, caplog: pytest.LogCaptureFixture) -> None:
    kept.store(NAME, b"body")
    folder.chmod(mode)
    with caplog.at_level(logging.DEBUG, "vm.kept"):
        assert kept.load(NAME) is None
        assert kept.load(NAME) is None
        kept.store("b" * 64, b"body")
    assert len(list(folder.iterdir())) == 1
    assert [record.getMessage() for record in caplog.records] == [
        f"nothing is kept in {folder}: {folder} is not this user's alone to write"
    ]


def test_what_somebody_else_owns_is_not_loaded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.store(NAME, b"body")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert kept.load(NAME) is None


@pytest.mark.parametrize("missing", [("geteuid",), ("geteuid", "getuid")])
def test_system_without_users_like_unix_keeps_too(
    missing: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in missing:
        monkeypatch.delattr(os, name)
    kept.store("a", b"body")
    assert kept.load("a") == b"body"


def test_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    kept.store(NAME, b"body")
    (file,) = folder.iterdir()
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    assert kept.load(NAME) is None


def test_folder_that_cannot_be_made_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("VM_CACHE", str(tmp_path / "file" / "cache"))
    kept.store(NAME, b"body")
    assert kept.load(NAME) is None


@pytest.mark.parametrize(("name", "value", "left"), [("MOST_FILES", 3, 3), ("MOST_BYTES", 200, 2)])
def test_oldest_make_room(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: int, left: int) -> None:
    monkeypatch.setattr(kept, name, value)
    for number in range(5):
        kept.store(f"{number}", b"x" * 40)
        os.utime(folder / f"{number}.kept", (number, number))
    kept.store("last", b"x" * 40)
    assert [number for number in range(5) if kept.load(f"{number}")] == list(range(6 - left, 5))
    assert kept.load("last")


PLACES = {
    "linux": ({"XDG_CACHE_HOME": "/x"}, "/x/workflow-vm"),
    "linux without": ({"HOME": "/h"}, "/h/.cache/workflow-vm"),
    "darwin": ({"HOME": "/h", "XDG_CACHE_HOME": "/x"}, "/h/Library/Caches/workflow-vm"),
    "nothing": ({}, None),
}


@pytest.mark.parametrize("place", PLACES)
def test_folder_is_where_the_platform_keeps_such(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    environment, expected = PLACES[place]
    for name in ("VM_CACHE", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", place.split()[0])
    found = kept.find_folder()
    assert (None if found is None else found.as_posix()) == expected
