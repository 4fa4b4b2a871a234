"""Noticing that somebody else wrote to the world, without asking it all the time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from vm.errors import OperatorError
from vm.host.ticker import Tell
from world.interface import World

SHORTEST_S: Final = 0.005
LONGEST_S: Final = 0.05  # news from another process take half of it in the middle; looking costs microseconds
GROWTH: Final = 1.5


class Watch:
    """Looks at the world's change stamp, more and more rarely, and has `notice` called when it moved.

    `hurry` says that something is going on: the next looks are close together again. `fail` is called with what
    the world says when it is out of reach.
    """

    def __init__(self, world: World, notice: Callable[[], None], fail: Callable[[OperatorError], None]) -> None:
        self._world = world
        self._notice = notice
        self._fail = fail
        self._stamp: int | None = None
        self._pause_s = SHORTEST_S

    def hurry(self) -> None:
        self._pause_s = SHORTEST_S

    def look(self, tell: Tell) -> float:
        """Look once. See `Tick`."""
        pause_s, self._pause_s = self._pause_s, min(self._pause_s * GROWTH, LONGEST_S)
        try:
            found = self._world.change_stamp()
        except OperatorError as error:
            if not error.is_retryable:
                tell(self._fail, error)
            return LONGEST_S
        if found != self._stamp:
            self._stamp = found
            tell(self._notice)
        return pause_s
