"""The clock of a simulated run: it moves when the simulation says so, also while attempts are in flight."""

from __future__ import annotations

import trio

from vm.host.clock import VirtualClock


class SimulatedClock(VirtualClock):
    """Tells when the host has nothing to do, and when something is due next. It may be set, back as well."""

    is_ordered = False

    def __init__(self, start_ms: int) -> None:
        super().__init__(start_ms)
        self.due_ms: int | None = None
        self._resting: trio.Event | None = None
        self._bell = trio.Event()

    @property
    def is_at_rest(self) -> bool:
        return self._resting is not None and not self._resting.is_set()

    def set_to(self, at_ms: int) -> None:
        self._now_ms = at_ms

    def forget(self) -> None:
        """The host that rested is gone."""
        self._resting = None

    def ring(self) -> None:
        """Wake whoever waits for news."""
        bell, self._bell = self._bell, trio.Event()
        bell.set()

    async def news(self) -> None:
        """Wait until the host comes to rest, or somebody rings."""
        await self._bell.wait()

    async def wait(self, due_ms: int | None, news: trio.Event, *, is_idle: bool) -> None:
        if due_ms is not None and due_ms <= self._now_ms:
            await trio.lowlevel.checkpoint()
            return
        self.due_ms, self._resting = due_ms, news
        self.ring()
        await news.wait()
