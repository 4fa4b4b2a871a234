"""The same program on the real library and on a run's kernel. What it says, and when, must be the same.

A program is a coroutine function of the library and of `say`, which notes a value with the seconds passed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from inspect import iscoroutinefunction
from typing import Any
from unittest.mock import patch

import trio
import trio.testing

from tests.core.programs import OPEN, T0, started
from vm.core.context import Context
from vm.core.events import WaitCompleted
from vm.core.replay import Replay
from vm.sandbox.faces import FACES

Program = Callable[[Any, Callable[[object], None]], Coroutine[Any, Any, Any]]

_OUR_NAMES = {
    "CancelledError": "Cancelled",
    "InvalidStateError": "InvalidAwait",
    "BadCount": "ValueError",
    "BadNumber": "ValueError",
    "NotLocked": "RuntimeError",
    "Misused": "RuntimeError",
    "MisusedBlock": "RuntimeError",
}


def table(names: dict[str, Any]) -> list[Program]:
    """Return the programs among a module's names: its own public coroutine functions."""
    return [
        value
        for name, value in names.items()
        if iscoroutinefunction(value) and value.__module__ == names["__name__"] and not name.startswith("_")
    ]


def describe(value: object) -> object:
    """Return something that is equal for equal outcomes of two libraries."""
    if isinstance(value, BaseExceptionGroup):
        return [f"{type(value).__name__}: {value.message}", *map(describe, value.exceptions)]
    if isinstance(value, BaseException):
        name = type(value).__name__
        cause = f" from {describe(value.__cause__)}" if value.__cause__ else ""
        return f"{_OUR_NAMES.get(name, name)}{cause}"
    if isinstance(value, (list, tuple)):
        return [describe(member) for member in value]
    return value


class Trace:
    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._is_over = False
        self.said: list[object] = []

    def say(self, value: object) -> None:
        if not self._is_over:  # what is cancelled behind the program's end is the driver's business
            self.said.append((round(self._now(), 3), describe(value)))

    async def note(self, program: Program, library: Any) -> None:
        """Run the program to its end, whatever that is."""
        try:
            self.say(["returned", await program(library, self.say)])
        except BaseException as error:
            if type(error).__name__ in ("Closed", "GeneratorExit"):
                raise
            self.say(["raised", error])
        self._is_over = True


# ---- on a run's kernel


def run_here(module: str, program: Program) -> list[object]:
    return drive(module, program)[0].said


def drive(module: str, program: Program) -> tuple[Trace, Replay]:
    """Run the program with every wait ending when it is due, the earliest first."""
    traces: list[Trace] = []

    def make(context: Context) -> Callable[[], Coroutine[Any, Any, None]]:
        trace = Trace(lambda: (context.now_ms - T0) / 1000)
        traces.append(trace)
        library = FACES[module](context)
        return lambda: trace.note(program, library)

    replay, _ = started(make)
    while not replay.is_over:
        due = min(replay.open_waits(), key=lambda wait: wait.until_ms)
        replay.feed(WaitCompleted(at_ms=due.until_ms, correlation_id=due.correlation_id))
    OPEN.remove(replay)
    return traces[0], replay


# ---- on the real ones


class _JumpingLoop(asyncio.SelectorEventLoop):
    """asyncio's loop on a clock that jumps to the next timer instead of waiting."""

    def __init__(self) -> None:
        self._now = 0.0
        super().__init__()
        self.set_exception_handler(lambda loop, context: None)
        select = self._selector.select
        self._selector.select = lambda timeout: self._jump(timeout) or select(0)

    def time(self) -> float:
        return self._now

    def _jump(self, timeout: float) -> None:
        self._now += timeout


def run_on_asyncio(program: Program) -> list[object]:
    with asyncio.Runner(loop_factory=_JumpingLoop) as runner:
        trace = Trace(runner.get_loop().time)
        runner.run(trace.note(program, asyncio))
    return trace.said


class _LoadedDice:
    """trio turns each batch of tasks round at random. Turned round every time, they run first in, first out."""

    def random(self) -> float:
        return 0.0


def run_on_trio(program: Program) -> list[object]:
    trace = Trace(lambda: trio.current_time())

    async def main() -> None:
        await trace.note(program, trio)

    dice = patch.multiple("trio._core._run", _r=_LoadedDice(), _ALLOW_DETERMINISTIC_SCHEDULING=False)
    with dice:
        trio.run(main, clock=trio.testing.MockClock(autojump_threshold=0))
    return trace.said
