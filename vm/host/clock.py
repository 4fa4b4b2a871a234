"""The time that runs live in: the machine's, or a virtual one that jumps to whatever is due next."""

from __future__ import annotations

import time
from typing import Protocol

import trio

DEFAULT_START_MS = 946_684_800_000  # 2000-01-01T00:00:00Z


def wall_ms() -> int:
    """Return the machine's time. Leases and append times are always in it: other processes read them."""
    return time.time_ns() // 1_000_000


class Clock(Protocol):
    """Milliseconds since the epoch, and how to wait for a time or for news.

    `is_ordered` says that all that is in flight ends at one moment: outcomes are taken as their attempts began.
    """

    @property
    def is_virtual(self) -> bool: ...

    @property
    def is_ordered(self) -> bool: ...

    def now_ms(self) -> int: ...

    async def wait(self, due_ms: int | None, news: trio.Event, *, is_idle: bool) -> None:
        """Return at `due_ms` (None: never), or when `news` is set, whichever is first.

        `is_idle` says that nothing is in flight, so that a virtual clock may jump.
        """
        ...


class SystemClock:
    """The machine's clock. It may be set, in both directions: who waits for it is rung every now and then."""

    is_virtual = False
    is_ordered = False

    def now_ms(self) -> int:
        return wall_ms()

    async def wait(self, due_ms: int | None, news: trio.Event, *, is_idle: bool) -> None:
        if due_ms is None:
            await news.wait()
            return
        delay = (due_ms * 1_000_000 - time.time_ns()) / 1e9
        if delay <= 0:
            await trio.lowlevel.checkpoint()
            return
        with trio.move_on_after(delay):
            await news.wait()


class VirtualClock:
    """Stands still while anything is in flight, and jumps to the next due time when nothing is."""

    is_virtual = True
    is_ordered = True

    def __init__(self, start_ms: int = DEFAULT_START_MS) -> None:
        self._now_ms = start_ms

    def now_ms(self) -> int:
        return self._now_ms

    def advance_to(self, at_ms: int) -> None:
        """Move on to `at_ms`, never back."""
        self._now_ms = max(self._now_ms, at_ms)

    async def wait(self, due_ms: int | None, news: trio.Event, *, is_idle: bool) -> None:
        if is_idle and due_ms is not None:
            self.advance_to(due_ms)
            await trio.lowlevel.checkpoint()
        else:
            await news.wait()
