"""Strands of a graph that run together: which are done, which are parked on a suspension."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def do_nothing() -> None:
    """Give up nothing."""


class Group:
    """Strands that were started together, inside a strand of `parent`.

    A strand that is suspended has settled, as has one that is done. When all have, and one of them failed, those
    that are suspended are given up; when none failed, the strand that waits for them is itself suspended.
    """

    def __init__(self, parent: Group | None, size: int) -> None:
        self.parent = parent
        self.left = size
        self.active = size
        self.has_failed = False
        self.give_up: Callable[[], Any] = do_nothing  # ends the strands that are parked; set by who runs them

    def park(self) -> None:
        """A strand waits to be resumed."""
        self.active -= 1
        self.look()

    def unpark(self) -> None:
        """A strand goes on."""
        if self.active == 0 and self.parent is not None:
            self.parent.unpark()
        self.active += 1

    def leave(self, has_failed: bool) -> None:
        """A strand is done."""
        self.left -= 1
        self.active -= 1
        self.has_failed = self.has_failed or has_failed
        if self.left:
            self.look()

    def look(self) -> None:
        """Act on it when all strands have settled."""
        if self.active:
            return
        if self.has_failed:
            self.give_up()
        elif self.parent is not None:
            self.parent.park()

    def is_parked(self) -> bool:
        """Whether all that is left waits to be resumed."""
        return self.left > 0 and self.active == 0
