"""A place where attempts meet: each waits until as many as are expected are there at once."""

from __future__ import annotations

from typing import Final

import trio
import trio.testing

_WAITING: Final[list[trio.Event]] = []


async def meet(expected: int) -> None:
    """Return when `expected` attempts are here. Whoever would come later than the others never meets them."""
    _WAITING.append(trio.Event())
    if len(_WAITING) == expected:
        while _WAITING:
            _WAITING.pop().set()
        return
    await _WAITING[-1].wait()


async def settle(times: int = 1) -> None:
    """Return when nothing else can go on, `times` over: a while that takes no time."""
    for _ in range(times):
        await trio.testing.wait_all_tasks_blocked()


class Room:
    """Counts who is inside at once."""

    inside = 0
    most = 0

    async def stay(self) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)
        await settle()
        self.inside -= 1


ROOM: Final = Room()


def clear() -> None:
    """Forget who waits and who was counted."""
    _WAITING.clear()
    ROOM.inside = ROOM.most = 0
