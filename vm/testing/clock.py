"""A virtual clock that a test holds: time moves when the test says so, or while it waits for a run's end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import trio

from vm.host.clock import DEFAULT_START_MS, VirtualClock


class HeldClock(VirtualClock):
    """Jumps to what is due while somebody is in `run_free`, else only as far as `hold_until` says.

    It knows when the host has come to rest: nothing is in flight, and nothing more happens before time moves on
    or something comes from outside.
    """

    def __init__(self, start_ms: int = DEFAULT_START_MS) -> None:
        super().__init__(start_ms)
        self._limit_ms = start_ms
        self._free = 0
        self._resting: trio.Event | None = None  # what the host waits for, since it came to rest
        self._bell = trio.Event()

    @property
    def is_at_rest(self) -> bool:
        return self._resting is not None and not self._resting.is_set()

    @contextmanager
    def run_free(self, ring: Callable[[], None]) -> Iterator[None]:
        """Let time jump to whatever is due, as long as the block lasts. `ring` has the host look again."""
        self._free += 1
        ring()
        try:
            yield
        finally:
            self._free -= 1

    def hold_until(self, at_ms: int) -> None:
        """Let time move on to `at_ms`, by way of all that is due until then."""
        self._limit_ms = max(self._limit_ms, at_ms)

    async def rest(self) -> None:
        """Wait until the host is at rest."""
        while not self.is_at_rest:
            await self._bell.wait()

    async def next_rest(self) -> None:
        """Wait until the host has come to rest once more."""
        await self._bell.wait()

    async def wait(self, due_ms: int | None, news: trio.Event, *, is_idle: bool) -> None:
        if is_idle and due_ms is not None and (self._free or due_ms <= self._limit_ms):
            self.advance_to(due_ms)
            await trio.lowlevel.checkpoint()
            return
        if is_idle:
            self.advance_to(self._limit_ms)
            self._resting = news
            bell, self._bell = self._bell, trio.Event()
            bell.set()
        await news.wait()
