"""Leases are kept whatever the loop does, unless it does nothing any more."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import trio
import trio.testing

from vm.errors import OperatorError, WorldBusy
from vm.host import heart as heart_module
from vm.host.heart import Heart
from vm.host.ticker import Tell, Ticker


class Hearing:
    """What a heart told, called at once."""

    def __init__(self) -> None:
        self.heard: list[tuple[Sequence[str], OperatorError | None]] = []

    def hear(self, lost: Sequence[str], error: OperatorError | None) -> None:
        self.heard.append((lost, error))

    def tell(self, function: Callable[..., None], *args: Any) -> None:
        function(*args)


def test_heart_beats_three_times_in_the_life_of_a_lease_and_tells_nothing_when_all_is_well() -> None:
    hearing = Hearing()
    assert Heart(30_000, list, hearing.hear).beat(hearing.tell) == 10.0
    assert hearing.heard == []


def test_lost_leases_are_told() -> None:
    hearing = Hearing()
    Heart(3, lambda: ["r1", "r2"], hearing.hear).beat(hearing.tell)
    assert hearing.heard == [(["r1", "r2"], None)]


def test_what_the_world_says_is_told_and_the_heart_beats_on() -> None:
    hearing, error = Hearing(), WorldBusy("w", 1)

    def extend() -> Sequence[str]:
        raise error

    assert Heart(30_000, extend, hearing.hear).beat(hearing.tell) == 10.0
    assert hearing.heard == [((), error)]


def test_loop_that_hangs_for_minutes_loses_its_leases_and_is_told_of_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(heart_module, "LONGEST_SILENCE_S", -1.0)
    hearing, beats = Hearing(), []

    def extend() -> Sequence[str]:
        beats.append(1)
        return ()

    heart = Heart(3, extend, hearing.hear)
    with caplog.at_level(logging.ERROR):
        heart.beat(hearing.tell)
        heart.beat(hearing.tell)
    assert len(caplog.records) == 1
    assert not beats
    monkeypatch.undo()
    heart.pulse()
    heart.beat(hearing.tell)
    assert beats


async def test_ticker_ticks_while_the_loop_is_blocked_and_tells_it_afterwards() -> None:
    enough, told, ticks = threading.Event(), [], []

    def tick(tell: Tell) -> float:
        ticks.append(threading.current_thread().name)
        tell(told.append, threading.current_thread())
        if len(ticks) == 3:
            enough.set()
        return 0.001

    ticker = Ticker("a-ticker", tick, 0.001)
    ticker.start()
    enough.wait()  # nothing of the loop runs meanwhile
    assert told == []
    await trio.testing.wait_all_tasks_blocked()
    ticker.stop()
    assert set(ticks) == {"a-ticker"}
    assert len(told) >= 3


def test_ticker_ends_when_the_loop_is_over() -> None:
    ticked = threading.Event()

    def tick(tell: Tell) -> float:
        tell(lambda: None)
        ticked.set()
        return 0.001

    ticker = Ticker("a-ticker", tick, 0.001)

    async def main() -> None:
        ticker.start()

    trio.run(main)
    assert ticker._thread is not None
    ticker._thread.join(30)
    assert not ticker._thread.is_alive()
    ticker.stop()


def test_ticker_that_never_began_can_be_stopped() -> None:
    Ticker("a-ticker", lambda _: 1.0, 1.0).stop()
