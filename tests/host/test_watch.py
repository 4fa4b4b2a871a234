"""What others write is noticed soon, and asking for it costs little when nothing happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from vm.errors import OperatorError, WorldBusy, WorldUnwritable
from vm.host.watch import LONGEST_S, SHORTEST_S, Watch
from world.memory import MemoryWorld


class Stamped(MemoryWorld):
    """A world whose stamp is what a test says."""

    stamp = 0
    error: Exception | None = None

    def change_stamp(self) -> int:
        if self.error is not None:
            raise self.error
        return self.stamp


class Watcher:
    """A watch and what it told."""

    def __init__(self) -> None:
        self.world = Stamped()
        self.told: list[OperatorError | None] = []
        self.watch = Watch(self.world, lambda: self.told.append(None), self.told.append)

    def look(self) -> float:
        def tell(function: Callable[..., None], *args: Any) -> None:
            function(*args)

        return self.watch.look(tell)


@pytest.fixture
def watcher() -> Watcher:
    made = Watcher()
    made.look()  # the first look finds out where the world stands
    made.told.clear()
    return made


def test_change_is_told_once(watcher: Watcher) -> None:
    watcher.look()
    assert watcher.told == []
    watcher.world.stamp += 1
    watcher.look()
    watcher.look()
    assert watcher.told == [None]


def test_pauses_grow_while_nothing_happens_and_shrink_when_told_to_hurry(watcher: Watcher) -> None:
    pauses = [watcher.look() for _ in range(20)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_S
    watcher.watch.hurry()
    assert watcher.look() == SHORTEST_S
    assert SHORTEST_S < watcher.look() < LONGEST_S


def test_change_alone_is_no_reason_to_hurry(watcher: Watcher) -> None:
    for _ in range(20):
        watcher.world.stamp += 1
        watcher.look()
    assert watcher.look() == LONGEST_S


def test_world_that_is_busy_is_looked_at_again(watcher: Watcher) -> None:
    watcher.world.error = WorldBusy("w", 1)
    assert watcher.look() == LONGEST_S
    watcher.world.error, watcher.world.stamp = None, 5
    watcher.look()
    assert watcher.told == [None]


def test_world_that_is_out_of_reach_is_told(watcher: Watcher) -> None:
    watcher.world.error = WorldUnwritable("w", "gone")
    watcher.look()
    assert watcher.told == [watcher.world.error]
