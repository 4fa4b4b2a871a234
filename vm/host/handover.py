"""Running a coroutine where one stands until it has to wait, and only then as something that others go on beside.

Spawning a task costs some fifteen microseconds and a turn of trio's loop as much again; a cancel scope the same.
Most steps of a fan-out or of a quick sequence never wait, and need none of it.
"""

from __future__ import annotations

import contextvars
import time
import types
from collections.abc import Callable, Coroutine, Generator
from typing import Any, Final, TypeVar

import trio

SLICE_S: Final = 0.005  # what a task may take in one go before others run

_Result = TypeVar("_Result")


class Slices:
    """Lets others run when a task that need not wait has not done so for a while."""

    def __init__(self) -> None:
        self._ends = 0.0

    async def pause(self) -> None:
        """Give way, unless that was done a moment ago."""
        now = time.perf_counter()
        if now >= self._ends:
            self._ends = now + SLICE_S
            await trio.lowlevel.checkpoint()


@trio.lowlevel.disable_ki_protection  # outermost: it marks the code object, which `coroutine` makes anew
@types.coroutine
def run_until_wait(
    coroutine: Coroutine[Any, Any, _Result], begin_waiting: Callable[[], None]
) -> Generator[Any, Any, _Result]:
    """Await `coroutine` in a context of its own; call `begin_waiting` before it waits for the first time.

    What it sets in context variables stays with it, as in a task. Ctrl-C may interrupt it, whatever protects
    the caller.
    """
    context = contextvars.copy_context()
    try:
        trap = context.run(coroutine.send, None)
        begin_waiting()
        while True:
            try:
                news = yield trap
            except BaseException as error:  # noqa: BLE001 - not ours: handed on to the coroutine, which may raise it
                trap = context.run(coroutine.throw, error)
            else:
                trap = context.run(coroutine.send, news)
    except StopIteration as stop:
        result: _Result = stop.value
        return result
