"""How much a body may do between two parkings. Counted by the sandbox, filled by the replay."""

from __future__ import annotations

from typing import Final

FUEL_PER_ADVANCE: Final = 2_000_000
"""Units of work in one advance: loop turns, function entries, items that library calls go through.

Part of the sandbox's semantics, like the policy's version: the same body uses the same number of units on
every machine and every Python. It is about a second of work, hundreds of times what a body needs.
"""

MAX_DEPTH: Final = 1000
"""Calls of the author's functions that may stand in one another."""

DEPTH_FIX: Final = "make a loop of the recursion, or do the work in a step"

NATIVE_DEPTH: Final = 4 * MAX_DEPTH
"""The interpreter's own limit while a body runs: out of the way of `MAX_DEPTH`, whatever stands between calls."""

MAX_DIGITS: Final = 4300
"""Digits of an integer as text, while a body is compiled and runs: Python's own limit, where nobody has moved it."""


class Fuel:
    """What is left of an advance's fuel. Once empty for good it stays so: a stopped body does nothing more."""

    __slots__ = ("_is_gone", "advance", "left")

    def __init__(self) -> None:
        self.left = FUEL_PER_ADVANCE
        self.advance = 0  # which one it is
        self._is_gone = False

    def refill(self) -> None:
        """Give the next advance its fuel."""
        self.advance += 1
        if not self._is_gone:
            self.left = FUEL_PER_ADVANCE

    def empty(self) -> None:
        """Leave nothing, for good."""
        self.left = -1
        self._is_gone = True
