"""Counting what a body does: its fuel, and how deep its calls stand in one another.

A function's entry and a turn of a comprehension draw from an iterator, which is the cheapest call there is;
every 64 drawings the iterator comes back to here. A loop counts down a variable of its function and comes
back every 64 turns. Rejected: a counter in the namespace (twice the price), `sys.monitoring` and `settrace`
(other events in every version), a watchdog thread (other places in every replay).
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, compress, repeat
from types import FrameType, GeneratorType
from typing import Any, Final

from vm.core.context import Context
from vm.core.fuel import DEPTH_FIX, FUEL_PER_ADVANCE, MAX_DEPTH
from vm.core.kernel import BOTTOM
from vm.errors import FuelExhausted, LimitExceeded
from vm.sandbox import hooks
from vm.sandbox.guards import add_up
from vm.sandbox.ordered import OrderedFrozenSet, OrderedSet

UNITS: Final = 64
"""Units that are paid for at once."""

FIRST_TURNS: Final = 16
"""Loop turns that a call has for its entry: what a function does not use up of them is lost to the count."""

_VIEWS: Final[tuple[type, ...]] = (type({}.keys()), type({}.values()), type({}.items()))
_SIZED: Final = frozenset((list, tuple, str, bytes, bytearray, dict, range, OrderedSet, OrderedFrozenSet, *_VIEWS))
"""Types that say how many items they will give."""

_INLINED: Final = ("<listcomp>", "<setcomp>", "<dictcomp>")  # frames of their own before 3.12


class Meter:
    """The fuel gauge of one run. `names` are its builtins, where compiled source finds the hooks."""

    def __init__(self, context: Context, files: Collection[str], names: dict[str, Any]) -> None:
        self._context = context
        self._fuel = context.fuel
        self._files = files
        self._names = names
        names[hooks.REFUEL] = self.refuel
        names[hooks.TURNS] = self.turns
        names["sum"] = self.sum
        self._arm()

    def refuel(self) -> int:
        """Pay for the next turns of a loop, and return how many."""
        self.spend(UNITS)
        return UNITS

    def spend(self, units: int) -> None:
        """Take `units` from the fuel, or end the run when there is not as much."""
        self._fuel.left -= units
        if self._fuel.left < 0:
            self._context.stop(FuelExhausted(FUEL_PER_ADVANCE, where=self.place()))

    def tick(self) -> None:
        """Take one unit."""
        self.spend(1)

    def turns(self, items: Iterable[Any]) -> Iterable[Any]:
        """Return `items`, paid for: at once where their number is known, else one by one."""
        if type(items) in _SIZED:
            self._fuel.left -= len(items)  # type: ignore[arg-type]
            if self._fuel.left < 0:
                self.spend(0)
            return items
        if type(items) is GeneratorType:
            return items  # its own loops are paid for
        return compress(items, self._units)

    def sum(self, numbers: Iterable[Any], /, start: Any = 0) -> Any:
        """What `sum` is in a workflow."""
        return add_up(self.turns(numbers), start)

    def place(self) -> str | None:
        """Return where in the author's source the run is."""
        for frame in self._body_frames():
            return f"{frame.f_code.co_filename}:{frame.f_lineno} in {frame.f_code.co_qualname}"
        return None

    # ---- the iterator of units

    def __iter__(self) -> Iterator[Iterable[int]]:
        return self

    def __next__(self) -> Iterable[int]:
        try:
            self.spend(UNITS)
            self._check_depth()
        except BaseException:
            self._arm()  # an iterator that has raised gives nothing more, and in silence
            raise
        return repeat(FIRST_TURNS, UNITS)

    def _arm(self) -> None:
        self._units = chain.from_iterable(self)
        self._names[hooks.TICK] = self._units.__next__

    def _check_depth(self) -> None:
        """End the run when its calls stand too deep. Seen every 64 entries: deeper takes as many more calls."""
        depth = sum(frame.f_code.co_name not in _INLINED for frame in self._body_frames())
        if depth > MAX_DEPTH:
            fix = DEPTH_FIX
            self._context.stop(LimitExceeded("calls in one another", MAX_DEPTH, fix=fix, where=self.place()))

    def _body_frames(self) -> Iterator[FrameType]:
        """Yield the author's frames, innermost first. The host's below them are not walked."""
        frame: FrameType | None = sys._getframe(1)
        files = self._files
        while frame is not None and frame.f_code is not BOTTOM:
            if frame.f_code.co_filename in files:
                yield frame
            frame = frame.f_back
