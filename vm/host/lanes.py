"""How things happen to runs: at once, or beside the loop where their bodies may take their time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final, TypeVar

import trio

from vm.host.warm import WarmRun

Change = Callable[[], None]
"""Something that happens to one run. It touches that run and nothing else."""

End = Callable[[WarmRun, Exception | None], None]
"""Told when a change was made, or what went wrong in it."""

MAX_LANES: Final = 16

_T = TypeVar("_T")


class Lanes:
    """Changes of runs. With `is_aside` they are made in threads: one run's one after another, several runs' at once.

    A run that is in a lane belongs to that lane's thread: its books may be looked at, nothing else.
    """

    def __init__(self, end: End, *, is_aside: bool) -> None:
        self._end = end
        self._is_aside = is_aside
        self._waiting: dict[WarmRun, deque[Change]] = {}
        self._fresh: list[WarmRun] = []
        self._threads = trio.CapacityLimiter(MAX_LANES)
        self._is_closed = False

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def __contains__(self, run: WarmRun) -> bool:
        return run in self._waiting

    def add(self, run: WarmRun, change: Change) -> None:
        """Make a change now, or behind what the run's lane holds."""
        if not self._is_aside:
            self._end(run, _attempt(change))
        elif run in self._waiting:
            self._waiting[run].append(change)
        else:
            self._waiting[run] = deque([change])
            self._fresh.append(run)

    def start(self, nursery: trio.Nursery) -> None:
        """Set lanes going that were added since."""
        fresh, self._fresh = self._fresh, []
        for run in fresh:
            nursery.start_soon(self._drive, run)

    async def call(self, function: Callable[[], _T]) -> _T:
        """Call something that feeds a body which no lane knows yet."""
        if not self._is_aside:
            return function()
        return await trio.to_thread.run_sync(function, limiter=self._threads)

    def close(self) -> None:
        """Throw away the bodies that are being fed, so that their threads end. Nothing is told of them any more."""
        self._is_closed = True
        for run in self._waiting:
            run.replay.close()

    @trio.lowlevel.enable_ki_protection
    async def _drive(self, run: WarmRun) -> None:
        lane = self._waiting[run]
        error: Exception | None = None
        while lane and error is None and not self._is_closed:
            error = await trio.to_thread.run_sync(_attempt, lane.popleft(), limiter=self._threads)
        del self._waiting[run]
        if not self._is_closed:
            self._end(run, error)


def _attempt(change: Change) -> Exception | None:
    try:
        change()
    except Exception as error:  # noqa: BLE001 - it parks this run, and is told to whoever waits for it
        return error
    return None
