"""One flipped byte anywhere in a stored journal, or one changed call in the code: exit 4, named, nothing touched."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vm.face.cli.main import main

SOURCE = """
import contextlib

async def order(n: int = 2) -> str:
    "use workflow"
    seen = []
    with contextlib.suppress(Exception):
        try:
            for i in range(n):
                await charge(i)
            await sleep("1h")
            await ship("parcel", n)
        except BaseException as error:
            seen.append(type(error).__name__)
            raise
        finally:
            seen.append("finally")
            print(seen)
    return "done"

async def charge(i: int) -> int:
    "use step"
    return i

async def ship(what: str, count: int) -> str:
    "use step"
    return what
"""
CHANGES = {
    "a step swapped": ("await charge(i)", "await ship('x', i)", 'step ship("x", 0)'),
    "an argument changed": ('ship("parcel", n)', 'ship("parcel", n + 1)', 'step ship("parcel", 3)'),
    "a step added": ('await sleep("1h")', 'await charge(9); await sleep("1h")', "step charge(9)"),
    "a step removed": ('await ship("parcel", n)', "pass", "log print"),
    "a sleep changed": ('sleep("1h")', 'sleep("2h")', "wait until 2000-01-01T02:00:00.000Z"),
}


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VM_WORLD", raising=False)
    monkeypatch.setattr("sys.path", list(__import__("sys").path))
    (tmp_path / "tampered_order.py").write_text(SOURCE)
    assert main(["run", "tampered_order.py", "--run-id", "r", "--virtual-time", "--json"]) == 0
    capsys.readouterr()
    yield tmp_path / ".vm" / "world.db"
    __import__("sys").modules.pop("tampered_order", None)


def rows(world: Path) -> list[tuple[int, bytes]]:
    database = sqlite3.connect(world)
    try:
        return database.execute("select position, body from journal order by position").fetchall()
    finally:
        database.close()


def write(world: Path, position: int, body: bytes) -> None:
    database = sqlite3.connect(world)
    with database:
        database.execute("update journal set body = ? where position = ?", (body, position))
    database.close()


def flip_first(body: bytes) -> int:
    return 0


def flip_middle(body: bytes) -> int:
    return len(body) // 2


def flip_last(body: bytes) -> int:
    return len(body) - 1


@pytest.mark.parametrize("place", [flip_first, flip_middle, flip_last])
def test_one_flipped_byte_of_any_event_is_named(
    world: Path, capsys: pytest.CaptureFixture[str], place: Callable[[bytes], int]
) -> None:
    for position, body in rows(world):
        index = place(body)
        write(world, position, body[:index] + bytes([body[index] ^ 1]) + body[index + 1 :])
        assert main(["replay", "r", "--json"]) == 4
        document: Any = json.loads(capsys.readouterr().out)
        assert (document["identical"], document["divergence"]["position"]) == (False, position)
        write(world, position, body)
    assert main(["replay", "r"]) == 0


@pytest.mark.parametrize("change", CHANGES)
def test_changed_code_is_a_divergence_with_both_commands_and_the_line(
    world: Path, capsys: pytest.CaptureFixture[str], change: str
) -> None:
    old, new, asked = CHANGES[change]
    before = rows(world)
    changed = world.parent.parent / "changed.py"
    assert old in SOURCE
    changed.write_text(SOURCE.replace(old, new))
    assert main(["replay", "r", "--against", str(changed), "--json"]) == 4
    divergence = json.loads(capsys.readouterr().out)["divergence"]
    assert divergence["asked"].startswith(asked)
    assert divergence["recorded"]
    assert ":" in divergence["where"]
    assert rows(world) == before
    assert main(["replay", "r"]) == 0


def test_the_body_neither_sees_nor_swallows_the_divergence(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = world.parent.parent / "changed.py"
    changed.write_text(SOURCE.replace("await charge(i)", "await ship('x', i)"))
    assert main(["replay", "r", "--against", str(changed)]) == 4
    shown = capsys.readouterr()
    assert "finally" not in shown.out + shown.err  # its print, made while it is thrown away, goes nowhere
    assert "DivergenceError" not in shown.out
