"""Noticing that something in the world has changed: one look for all who follow something here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import trio

if TYPE_CHECKING:
    from vm.face.embed import VM

LOOK_S: Final = 0.03  # between two looks: other processes write too, and nobody rings for them


class Pulse:
    """Wakes those who wait whenever anybody has written to the world.

    One of them looks for all: a look costs microseconds, a reading of each would cost as much as there are readers.
    Who reads, finds nothing and waits at once misses nothing.
    """

    def __init__(self, vm: VM, draining: trio.Event) -> None:
        self._vm = vm
        self._draining = draining
        self._seen = self._stamp()
        self._bell = trio.Event()
        self._is_led = False

    async def wait(self, seconds: float) -> None:
        """Wait until something was written, or there may have been; at most so long, not while the server drains."""
        with trio.move_on_after(seconds):
            if self._is_led:
                await self._bell.wait()
            else:
                await self._lead()

    async def _lead(self) -> None:
        self._is_led = True
        try:
            while (found := self._stamp()) == self._seen and not self._draining.is_set():
                await trio.sleep(LOOK_S)
            self._seen = found
        finally:
            self._is_led = False
            bell, self._bell = self._bell, trio.Event()
            bell.set()

    def _stamp(self) -> tuple[int, int]:
        """Return what moves when another process writes, and what moves when this one does."""
        return self._vm.world.change_stamp(), self._vm.engine.writer.writes
