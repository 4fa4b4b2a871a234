"""What a body takes of the machine beyond its fuel is seen, told to whoever drives it, and never its result."""

from __future__ import annotations

import sys

import pytest

from tests.sandbox.replays import start
from tests.sandbox.running import body_source
from vm.core.commands import CompleteRun, FailRun
from vm.errors import BodyTooHeavy
from vm.sandbox import watch
from vm.sandbox.watch import MOST_BYTES, MOST_S, Watch

LOOP = body_source("for i in range(n): pass\nreturn 'over'", "n = 100_000\n")


class Machine:
    """A clock of the processor that goes on by so much at each look, and a memory that grows so."""

    def __init__(self, seconds: float = 0.0, size: int = 0) -> None:
        self._step = (seconds, size)
        self._seconds, self._size = 0.0, 0

    def seconds(self) -> float:
        self._seconds += self._step[0]
        return self._seconds

    def peak(self) -> int:
        self._size += self._step[1]
        return self._size


def use(monkeypatch: pytest.MonkeyPatch, machine: Machine) -> None:
    monkeypatch.setattr(watch, "thread_time", machine.seconds)
    monkeypatch.setattr(watch, "_peak_bytes", machine.peak)
    monkeypatch.setattr(sys, "gettrace", lambda: None)


def test_body_that_takes_too_long_for_its_fuel_is_no_failed_run(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Machine(seconds=1.0))
    with pytest.raises(BodyTooHeavy, match="of run run was too much for this machine: it computed for") as caught:
        start(LOOP)
    assert "in main" in str(caught.value)


def test_body_that_takes_too_much_memory_is_no_failed_run(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Machine(size=MOST_BYTES // 2))
    with pytest.raises(BodyTooHeavy, match="it took over 1,024 MiB of memory"):
        start(LOOP)


def test_body_cannot_catch_or_replace_it(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Machine(seconds=1.0))
    source = body_source(
        "try:\n    while True: pass\nexcept BaseException: return 'caught'\nfinally: raise ValueError('mine')"
    )
    with pytest.raises(BodyTooHeavy):
        start(source)


def test_fuel_ends_what_takes_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Machine())
    _, commands = start(body_source("while True: pass"))
    assert isinstance(commands[-1], FailRun)
    assert "FuelExhausted" in commands[-1].error


def test_time_says_nothing_while_somebody_traces(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Machine(seconds=1.0))
    monkeypatch.setattr(sys, "gettrace", lambda: print)
    _, commands = start(LOOP)
    assert isinstance(commands[-1], CompleteRun)


def test_fuel_pays_for_time(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Machine(seconds=MOST_S + 0.5))
    seen = Watch()
    assert seen.excess(units=3_000_000) is None
    assert seen.excess(units=0) is not None
