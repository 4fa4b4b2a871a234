"""Timers forget what nobody waits for any more."""

from __future__ import annotations

from typing import cast

from vm.host.timers import Timers
from vm.host.warm import WarmRun


class Waiting:
    """A run that waits for some ids."""

    def __init__(self, *ids: str) -> None:
        self.ids = set(ids)

    def is_waiting_for(self, correlation_id: str, due_ms: int) -> bool:
        return correlation_id in self.ids


def run(*ids: str) -> WarmRun:
    return cast(WarmRun, Waiting(*ids))


def test_what_is_due_comes_earliest_first_and_equal_times_in_the_order_of_arming() -> None:
    timers, one, other = Timers(), run("a", "b"), run("c")
    timers.arm(one, "a", 20)
    timers.arm(other, "c", 10)
    timers.arm(one, "b", 20)
    assert timers.next_due_ms() == 10
    assert list(timers.take_due(9)) == []
    assert list(timers.take_due(20)) == [(other, "c"), (one, "a"), (one, "b")]
    assert timers.next_due_ms() is None


def test_what_nobody_waits_for_is_neither_due_nor_next() -> None:
    timers, one = Timers(), run("b")
    timers.arm(one, "a", 10)
    timers.arm(one, "b", 20)
    assert timers.next_due_ms() == 20
    assert list(timers.take_due(99)) == [(one, "b")]


def test_what_nobody_waits_for_does_not_pile_up_behind_what_somebody_does() -> None:
    timers, one = Timers(), run("long")
    timers.arm(one, "long", 1)
    for number in range(10_000):
        timers.arm(one, f"given-up-{number}", 1000 + number)
    assert len(timers) < 200
    assert list(timers.take_due(99_999)) == [(one, "long")]
