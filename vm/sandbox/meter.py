"""Counting what a body does: its fuel, and how deep its calls stand in one another.

A function's entry and a turn of its loops count down the variable that all functions of a run share (`counter`);
lambdas and comprehensions draw from an iterator, which is the cheapest call there is. Both come back to here when
the units that were paid for are used up. Rejected: a counter in the namespace (twice the price), `sys.monitoring`
and `settrace` (other events in every version), a watchdog thread (other places in every replay).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, compress, repeat
from types import CellType, FrameType, FunctionType, GeneratorType, MethodType
from typing import Any, Final

from stdlib_shims.spending import bind_spending
from vm.core.context import Context
from vm.core.fuel import DEPTH_FIX, FUEL_PER_ADVANCE, MAX_DEPTH
from vm.core.kernel import BOTTOM
from vm.errors import FuelExhausted, LimitExceeded
from vm.sandbox import hooks
from vm.sandbox.guards import add_up, own_map
from vm.sandbox.ordered import OrderedFrozenSet, OrderedSet
from vm.sandbox.sizes import make_range, multiply, own_filter, own_pow, power

UNITS: Final = 256
"""Units that are paid for at once."""

_VIEWS: Final[tuple[type, ...]] = (type({}.keys()), type({}.values()), type({}.items()))
_SIZED: Final = frozenset((list, tuple, str, bytes, bytearray, dict, range, OrderedSet, OrderedFrozenSet, *_VIEWS))
"""Types that say how many items they will give."""

_FIXED: Final = _SIZED - {list, bytearray}
"""Those of which none can grow while it is iterated, or Python says so."""

MOST_AT_ONCE: Final = 1 << 16
"""Turns that may be paid for before they are made: a fiftieth of an advance's fuel."""

POWER_UNITS: Final = 20
"""Turns of a loop that a power of floats takes as long as."""

ITEMS_SHIFT: Final = 3
"""Items that C code goes through in the time of a unit, as a power of two."""

_INLINED: Final = ("<listcomp>", "<setcomp>", "<dictcomp>")  # frames of their own before 3.12


class Meter:
    """The fuel gauge of one run. `names` are its builtins, where compiled source finds the hooks.

    `owns` says which classes are the author's; `left` holds the variable that the run's functions share.
    """

    def __init__(
        self, context: Context, files: Collection[str], names: dict[str, Any], owns: Callable[[object], bool]
    ) -> None:
        self._context = context
        self._fuel = context.fuel
        self._files = files
        self._names = names
        self._owns = owns
        self.left = CellType(1)
        names[hooks.REFUEL] = self.refuel
        names[hooks.SPEND] = self.take
        names[hooks.NEXT] = next
        names[hooks.TURNS] = self.turns
        names[hooks.COUNTED] = self.counted
        names[hooks.DELEGATED] = self.delegated
        names[hooks.PAID_RANGE] = self.paid_range
        names[hooks.REPEATED] = self.repeated
        names["sum"] = self.sum
        names["map"] = self.map
        names["filter"] = self.filter
        for function in (self.any, self.all, self.max, self.min, self.sorted):
            names[function.__name__] = function
        names[hooks.POWER] = self.power
        names["pow"] = self.pow
        self._arm()
        bind_spending(self.spend)

    def refuel(self) -> bool:
        """Pay for the next units of the shared variable. What it gives is true."""
        left = self.left
        self._fuel.left += left.cell_contents  # nothing, or less: some source takes several units at once
        left.cell_contents = 1  # should this raise, the next unit asks again
        self._pay()
        left.cell_contents = UNITS
        return True

    def take(self, units: int) -> bool:
        """Take several units. What it gives is true."""
        self.spend(units)
        return True

    def spend(self, units: int) -> None:
        """Take `units` from the fuel, or end the run when there is not as much."""
        self._fuel.left -= units
        if self._fuel.left < 0:
            self._context.stop(FuelExhausted(FUEL_PER_ADVANCE, where=self.place()))

    def tick(self) -> None:
        """Take one unit."""
        self.spend(1)

    def turns(self, items: Iterable[Any], units: int = 1) -> Iterable[Any]:
        """Return `items`, each paid for with some units: at once where their number is known, else one by one."""
        if type(items) in _SIZED:
            return self._pay_for(items, units)
        if type(items) is GeneratorType and units == 1:
            return items  # its own loops are paid for
        return self._one_by_one(items, units)

    def counted(self, items: Iterable[Any], units: int = 1) -> Iterable[Any]:
        """Return `items`, paid for one by one unless they cannot become more."""
        return self._pay_for(items, units) if type(items) in _FIXED else self._one_by_one(items, units)

    def delegated(self, items: Iterable[Any]) -> Iterable[Any]:
        """Return what `yield from items` goes through. What may be sent to stays what it is, and counts for itself."""
        iterator = iter(items)
        is_counting = type(iterator) is GeneratorType or self._owns(type(iterator))
        return iterator if is_counting else compress(iterator, self._units)

    def map(self, function: Any, /, *iterables: Any) -> Any:
        """What `map` is in a workflow. A function in C may make longer what it is called over."""
        if iterables and not _is_counting(function):
            iterables = (self.counted(iterables[0]), *iterables[1:])
        return own_map(function, *iterables)

    def filter(self, function: Any, items: Any, /) -> Any:
        """What `filter` is in a workflow."""
        return own_filter(function, items if _is_counting(function) else self.counted(items))

    def power(self, base: Any, exponent: Any) -> Any:
        """What `base ** exponent` is, where it is not small whole numbers."""
        self.spend(POWER_UNITS)
        return power(base, exponent)

    def pow(self, base: Any, exp: Any, mod: Any = None) -> Any:
        """What `pow` is in a workflow."""
        self.spend(POWER_UNITS)
        return own_pow(base, exp, mod)

    def paid_range(self, *arguments: Any, units: int = 1) -> Iterable[int]:
        """What `range(...)` is in a loop that goes through all of it."""
        return self._pay_for(make_range(*arguments), units)

    def repeated(self, left: Any, right: Any, units: int = 1) -> Iterable[Any]:
        """What `[...] * times` is in a loop through all of it. An author's operator may give what others have."""
        items = multiply(left, right)
        is_number = type(left) is int or type(right) is int
        return self._pay_for(items, units) if is_number else self._one_by_one(items, units)

    def _one_by_one(self, items: Iterable[Any], units: int) -> Iterable[Any]:
        return compress(items, self._units if units == 1 else self._several(units))

    def _several(self, units: int) -> Iterator[bool]:
        while True:
            self.spend(units)
            yield True

    def _pay_for(self, items: Iterable[Any], units: int) -> Iterable[Any]:
        """Pay for all items at once. Of very many, a loop may leave out the most: its error pays for no more turns."""
        count = len(items) * units  # type: ignore[arg-type]
        if count > MOST_AT_ONCE:
            return self._one_by_one(items, units)
        self._fuel.left -= count
        if self._fuel.left < 0:
            self.spend(0)
        return items

    def sum(self, numbers: Iterable[Any], /, start: Any = 0) -> Any:
        """What `sum` is in a workflow."""
        return add_up(self.turns(numbers), start)

    def any(self, items: Any, /) -> bool:
        """What `any` is in a workflow."""
        return any(self.consumed(items))

    def all(self, items: Any, /) -> bool:
        """What `all` is in a workflow."""
        return all(self.consumed(items))

    def max(self, *arguments: Any, **options: Any) -> Any:
        """What `max` is in a workflow."""
        return max(*self._candidates(arguments), **options)

    def min(self, *arguments: Any, **options: Any) -> Any:
        """What `min` is in a workflow."""
        return min(*self._candidates(arguments), **options)

    def sorted(self, items: Any, /, **options: Any) -> list[Any]:
        """What `sorted` is in a workflow."""
        return sorted(self.consumed(items), **options)

    def consumed(self, items: Iterable[Any]) -> Iterable[Any]:
        """Return items that C code goes through, paid for by their number, or one by one where it is not known."""
        kind = type(items)
        if kind in _SIZED:
            if units := len(items) >> ITEMS_SHIFT:  # type: ignore[arg-type]
                self.spend(units)
            return items
        return items if kind is GeneratorType else compress(items, self._units)

    def _candidates(self, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        return (self.consumed(arguments[0]),) if len(arguments) == 1 else arguments

    def place(self) -> str | None:
        """Return where in the author's source the run is."""
        for frame in self._body_frames():
            return f"{frame.f_code.co_filename}:{frame.f_lineno} in {frame.f_code.co_qualname}"
        return None

    # ---- the iterator of units

    def __iter__(self) -> Iterator[Iterable[bool]]:
        return self

    def __next__(self) -> Iterable[bool]:
        try:
            self._pay()
        except BaseException:
            self._arm()  # an iterator that has raised gives nothing more, and in silence
            raise
        return repeat(True, UNITS)

    def _arm(self) -> None:
        self._units = self._names[hooks.UNITS] = chain.from_iterable(self)

    def _pay(self) -> None:
        fuel = self._fuel
        fuel.left -= UNITS
        if fuel.left < 0:
            self.spend(0)
        try:
            sys._getframe(MAX_DEPTH)
        except ValueError:
            return  # the whole stack is not as deep
        self._check_depth()

    def _check_depth(self) -> None:
        """End the run when its calls stand too deep. Seen every so many entries: deeper takes as many more calls."""
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


def _is_counting(function: object) -> bool:
    """Whether what is called counts for itself, or makes nothing longer."""
    return function is None or isinstance(function, (FunctionType, MethodType, type))
