"""Loops that are paid for before their turns are made: they go through their items block by block.

`for x in range(n)` becomes `for block in ...: for x in block`, so that a turn costs nothing and the machine is looked
at between blocks. Rejected: the whole loop as one block, in which a turn that takes milliseconds, made sixty thousand
times, is seen by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from time import perf_counter
from typing import Any, Final

from vm.core.fuel import FUEL_PER_ADVANCE, Fuel
from vm.sandbox.ordered import OrderedFrozenSet, OrderedSet
from vm.sandbox.watch import SLOW_S

BLOCK: Final = 512
"""Turns that are paid for before they are made, and made without a look at the machine while nothing is large."""

SHORT_BLOCK: Final = 64
"""Turns without a look once something may be large: each may take milliseconds."""

LARGE: Final = 2048
"""Units at once that make something large."""

MUCH: Final = 1 << 16
"""Units in one advance that may have made something large, bit by bit."""

MANY_ADVANCES: Final = 64
"""Advances in which the same may have come about."""

_VIEWS: Final[tuple[type, ...]] = (type({}.keys()), type({}.values()), type({}.items()))
SIZED: Final = frozenset((list, tuple, str, bytes, bytearray, dict, range, OrderedSet, OrderedFrozenSet, *_VIEWS))
"""Types that say how many items they will give."""

_FEW_TURNS: Final = 16  # that are made without a look where something is large
_LOOKED_AT: Final = 16 * BLOCK - 1  # turns, and one, after which the machine is looked at, however quick they are
_SLICED: Final = frozenset((list, tuple, str, bytes, bytearray, range))
"""Types of which a part is had by slicing."""


Turns = Iterable[Iterable[Any]]
"""What a loop goes through: its items, in blocks."""


class Blocks:
    """The loops of one run that are paid for by the block.

    `judge` looks at the machine, and may end the run; `unsized` gives the blocks of items whose number is not known.
    """

    __slots__ = ("_fuel", "_glances", "_judge", "_looked_s", "_spend", "_unseen", "_unsized", "has_large")

    def __init__(
        self, fuel: Fuel, spend: Callable[[int], None], judge: Callable[[], None], unsized: Callable[[Any, int], Turns]
    ) -> None:
        self._fuel = fuel
        self._spend = spend
        self._judge = judge
        self._unsized = unsized
        self.has_large = False  # or may have, since some advance
        self._unseen = 0  # turns of short loops since somebody looked
        self._looked_s, self._glances = perf_counter(), 0

    def turns(self, items: Any, units: int = 1) -> Turns:
        """Return the blocks in which a loop goes through `items`. A turn costs some units.

        Where the number of items is known they are paid for by the block, else one by one.
        """
        if type(items) not in SIZED:
            return self._unsized(items, units)
        count = len(items)
        fuel = self._fuel
        fuel.left -= (count if count < BLOCK else BLOCK) * units
        if fuel.left < 0:
            self._spend(0)
        if count > (_FEW_TURNS if self.has_large else SHORT_BLOCK):
            return self._parts(items, count, units)
        self._unseen += count
        if self._unseen > SHORT_BLOCK:
            self._glance()
        return (items,)

    def _glance(self) -> None:
        self._unseen = 0
        now_s = perf_counter()
        self._glances += 1
        if now_s - self._looked_s > SHORT_BLOCK * SLOW_S or not self._glances & 31:
            self._judge()
        self._looked_s = now_s

    def _parts(self, items: Any, count: int, units: int) -> Iterator[Iterable[Any]]:
        """Yield a loop's items, `BLOCK` of them paid for at a time, the first already.

        They come in parts, short ones at first, where something is large with one item, which grow while turns take
        as long as they should. How much is paid, and when, does not depend on that.
        """
        rest = None if type(items) in _SLICED else iter(items)
        fuel = self._fuel
        start, paid = 0, BLOCK if count > BLOCK else count
        size = 1 if self.has_large else 2 * SHORT_BLOCK
        began_s = perf_counter()
        while True:
            end = start + size
            if end > paid:
                end = paid
            yield items[start:end] if rest is None else islice(rest, end - start)
            now_s = perf_counter()
            if now_s - began_s > (end - start) * SLOW_S:
                size = 1
                self._judge()
            elif size < BLOCK:
                size = min(2 * size, SHORT_BLOCK if self.has_large else BLOCK)
            if end == paid:
                if end == count:
                    return
                if not end & _LOOKED_AT:
                    self._look()
                paid = end + BLOCK if end + BLOCK < count else count
                fuel.left -= (paid - end) * units
                if fuel.left < 0:
                    self._spend(0)
            if size > SHORT_BLOCK and self.has_large:
                size = SHORT_BLOCK
            start, began_s = end, now_s

    def _look(self) -> None:
        self._judge()
        self.has_large |= self._fuel.left < FUEL_PER_ADVANCE - MUCH or self._fuel.advance > MANY_ADVANCES
