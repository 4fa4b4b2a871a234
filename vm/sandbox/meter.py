"""Counting what a body does: its fuel, and how deep its calls stand in one another.

A function's entry and a turn of its loops count down the variable that all functions of a run share (`counter`);
lambdas and comprehensions draw from an iterator, which is the cheapest call there is. Both come back to here when
the units that were paid for are used up. Rejected: a counter in the namespace (twice the price), `sys.monitoring`
and `settrace` (other events in every version), a watchdog thread (other places in every replay).
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, compress, repeat
from operator import length_hint
from time import perf_counter
from types import FrameType, FunctionType, GeneratorType, MethodType
from typing import Any, Final

from stdlib_shims.spending import bind_spending
from vm.core.context import Context
from vm.core.fuel import DEPTH_FIX, FUEL_PER_ADVANCE, MAX_DEPTH
from vm.core.kernel import BOTTOM
from vm.errors import BodyTooHeavy, FuelExhausted, LimitExceeded
from vm.sandbox import hooks
from vm.sandbox.blocks import LARGE, MUCH, SHORT_BLOCK, SIZED, Blocks, Turns
from vm.sandbox.counter import make_cells
from vm.sandbox.guards import add_up, own_map
from vm.sandbox.sizes import make_range, multiply, own_filter, own_pow, power
from vm.sandbox.values import candidates, is_light, keyed
from vm.sandbox.watch import SLOW_S, Watch

UNITS: Final = 256
"""Units that are paid for at once."""

CAREFUL_UNITS: Final = 16
"""Units that are handed out at once where something may be large: each may take milliseconds."""

FIRST_UNITS: Final = 2
"""The same at first, and once they have taken longer than they should."""

_FIXED: Final = SIZED - {list, bytearray}
"""Those of which none can grow while it is iterated, or Python says so."""

POWER_UNITS: Final = 20
"""Turns of a loop that a power of floats takes as long as."""

ITEMS_SHIFT: Final = 3
"""Items that C code goes through in the time of a unit, as a power of two."""

_FREE_ITEMS: Final = 64  # that cost nothing

_LOOKED_AT: Final = 63  # times that units are handed out, and one, after which the machine is looked at
_frame: Final = sys._getframe
_BUILTINS: Final = vars(builtins)  # of functions that no author wrote
_IN_C: Final = frozenset((type(len), type))
_QUICK: Final = frozenset((len, id, ord, chr, bool))

_INLINED: Final = ("<listcomp>", "<setcomp>", "<dictcomp>")  # frames of their own before 3.12


class Meter:
    """The fuel gauge of one run. `names` are its builtins, where compiled source finds the hooks.

    `owns` says which classes are the author's; `cells` are the variables that the run's functions share, by name.
    """

    def __init__(
        self, context: Context, files: Collection[str], names: dict[str, Any], owns: Callable[[object], bool]
    ) -> None:
        self._context = context
        self._fuel = context.fuel
        self._files = files
        self._names = names
        self._owns = owns
        self.cells = make_cells(1)
        self._left, self._unit = self.cells[hooks.LEFT], self.cells[hooks.UNIT]
        self._held = self._held_turns = self._held_units = 0  # units that are paid for and not handed out yet
        self._watch = Watch()
        self._blocks = Blocks(context.fuel, self.spend, self._judge, self._unsized)
        self._advance = context.fuel.advance
        self._portion = FIRST_UNITS  # doubled while they take as long as they should
        self._is_careful = self._is_slow = False
        self._glanced_s, self._glances = perf_counter(), 0
        names[hooks.REFUEL] = self.refuel
        names[hooks.MORE] = self.more
        names[hooks.SPEND] = self.take
        names[hooks.NEXT] = next
        names[hooks.TURNS] = self._blocks.turns
        names[hooks.COUNTED] = self.counted
        names[hooks.DELEGATED] = self.delegated
        names[hooks.PAID_RANGE] = self.paid_range
        names[hooks.REPEATED] = self.repeated
        names[hooks.RANGE] = self.range
        names["sum"] = self.sum
        names["map"] = self.map
        names["filter"] = self.filter
        for function in (self.any, self.all, self.max, self.min, self.sorted):
            names[function.__name__] = function
        names[hooks.CONSUMED] = self.consumed
        names[hooks.POWER] = self.power
        names["pow"] = self.pow
        self._arm()
        bind_spending(self.spend, self.tick)

    def refuel(self) -> bool:
        """Pay for the next units of the shared number. What it gives is true."""
        left = self._left
        held = self._held + left.cell_contents  # which is nothing, or less: some source takes several units at once
        left.cell_contents = 1  # should this raise, the next unit asks again
        self._held = 0
        if held < 0:
            self._fuel.left += held
            held = 0
        left.cell_contents = portion = self._hand_out(held)
        self._held = (held or UNITS) - portion
        return True

    def more(self) -> None:
        """Pay for the next units of the shared iterator, and take one."""
        held = self._held_units
        portion = self._hand_out(held)
        self._held_units = (held or UNITS) - portion
        self._unit.cell_contents = repeat(True, portion - 1)

    def take(self, units: int) -> bool:
        """Take several units. What it gives is true."""
        self.spend(units)
        return True

    def spend(self, units: int) -> None:
        """Take `units` from the fuel, or end the run when there is not as much."""
        self._fuel.left -= units
        if self._fuel.left < 0:
            self._context.stop(FuelExhausted(FUEL_PER_ADVANCE, where=self.place()))
        if units >= UNITS:
            if units >= LARGE:
                self._blocks.has_large = True
                if not self._is_careful:
                    self._be_careful()
            self._judge()

    def tick(self) -> None:
        """Take one unit."""
        next(self._units)

    def _unsized(self, items: Iterable[Any], units: int) -> Turns:
        """Return items that nobody else has, paid for one by one."""
        if type(items) is GeneratorType and units == 1 and self._is_authors(items):
            return (items,)  # its own loops are paid for
        return (self._one_by_one(items, units),)

    def counted(self, items: Iterable[Any], units: int = 1) -> Turns:
        """Return the blocks of items that others have, paid for one by one unless they cannot become more."""
        return self._blocks.turns(items, units) if type(items) in _FIXED else (self._one_by_one(items, units),)

    def delegated(self, items: Iterable[Any]) -> Iterable[Any]:
        """Return what `yield from items` goes through. What may be sent to stays what it is, and counts for itself."""
        iterator = iter(items)
        is_generator = type(iterator) is GeneratorType
        is_counting = self._is_authors(iterator) if is_generator else self._owns(type(iterator))
        return iterator if is_counting else compress(iterator, self._units)

    def map(self, function: Any, /, *iterables: Any) -> Any:
        """What `map` is in a workflow. A function in C may do much, or make longer what it is called over."""
        if iterables and not _is_counting(function):
            iterables = (self._tried(function, iterables[0]), *iterables[1:])
        return own_map(function, *iterables)

    def filter(self, function: Any, items: Any, /) -> Any:
        """What `filter` is in a workflow."""
        return own_filter(function, items if _is_counting(function) else self._tried(function, items))

    def _tried(self, function: Any, items: Any) -> Iterable[Any]:
        """Return items that a function in C is called with, each paid for. It may be a method that makes them more."""
        is_fixed = type(items) in _FIXED or (type(items) is list and isinstance(function, type))
        if is_fixed and len(items) <= SHORT_BLOCK:
            self._pay_for(len(items))
            return items  # type: ignore[no-any-return]
        return compress(items, self._units)

    def power(self, base: Any, exponent: Any) -> Any:
        """What `base ** exponent` is, where it is not small whole numbers."""
        self.spend(POWER_UNITS)
        return power(base, exponent)

    def pow(self, base: Any, exp: Any, mod: Any = None) -> Any:
        """What `pow` is in a workflow."""
        self.spend(POWER_UNITS)
        return own_pow(base, exp, mod)

    def range(self, *arguments: Any) -> range:
        """What `range(...)` is elsewhere. To look for text in a long one takes as long as it is."""
        made = make_range(*arguments)
        if len(made) > MUCH:
            self._blocks.has_large = True
        return made

    def paid_range(self, *arguments: Any, units: int = 1) -> Turns:
        """Return the blocks of `range(...)` in a loop that goes through all of it."""
        return self._blocks.turns(make_range(*arguments), units)

    def repeated(self, left: Any, right: Any, units: int = 1) -> Turns:
        """Return the blocks of `[...] * times` in a loop through all of it.

        An author's operator may give what others have.
        """
        items = multiply(left, right)
        is_number = type(left) is int or type(right) is int
        return self._blocks.turns(items, units) if is_number else (self._one_by_one(items, units),)

    def _one_by_one(self, items: Iterable[Any], units: int) -> Iterable[Any]:
        return compress(items, self._units if units == 1 else self._several(units))

    def _several(self, units: int) -> Iterator[bool]:
        portion = self._portion
        while True:
            for _ in range(1 + portion // units):
                self.spend(units)
                yield True
            portion = self._hand_out(UNITS)

    def _pay_for(self, units: int) -> None:
        self._fuel.left -= units
        if self._fuel.left < 0:
            self.spend(0)

    def sum(self, numbers: Iterable[Any], /, start: Any = 0) -> Any:
        """What `sum` is in a workflow."""
        if type(numbers) in SIZED:
            self._pay_for(len(numbers))  # type: ignore[arg-type]
            return add_up(numbers, start)
        is_counting = type(numbers) is GeneratorType and self._is_authors(numbers)
        return add_up(numbers if is_counting else compress(numbers, self._units), start)

    def any(self, items: Any, /) -> bool:
        """What `any` is in a workflow."""
        return any(self.consumed(items))

    def all(self, items: Any, /) -> bool:
        """What `all` is in a workflow."""
        return all(self.consumed(items))

    def max(self, *arguments: Any, **options: Any) -> Any:
        """What `max` is in a workflow."""
        if len(arguments) == 1 and not options and is_light(arguments[0]):
            return max(arguments[0])
        return max(*self._candidates(arguments, options), **options)

    def min(self, *arguments: Any, **options: Any) -> Any:
        """What `min` is in a workflow."""
        if len(arguments) == 1 and not options and is_light(arguments[0]):
            return min(arguments[0])
        return min(*self._candidates(arguments, options), **options)

    def sorted(self, items: Any, /, **options: Any) -> list[Any]:
        """What `sorted` is in a workflow."""
        row = [*self.consumed(items)]
        if (function := options.get("key")) is None:
            candidates(row)
        else:
            options["key"] = keyed(row, function)
        row.sort(**options)
        return row

    def consumed(self, items: Iterable[Any]) -> Iterable[Any]:
        """Return items that C code goes through, paid for by their number, or one by one where it is not known."""
        kind = type(items)
        if kind in SIZED:
            if (count := len(items)) > _FREE_ITEMS:  # type: ignore[arg-type]
                self.spend(count >> ITEMS_SHIFT)
            return items
        return items if kind is GeneratorType and self._is_authors(items) else compress(items, self._units)

    def _is_authors(self, generator: Any) -> bool:
        """Whether the loops of a generator are paid for, and it is not one of the library's."""
        return generator.gi_code.co_filename in self._files

    def _candidates(self, arguments: tuple[Any, ...], options: dict[str, Any]) -> tuple[Any, ...]:
        """Return what to look for the least or greatest of, paid for. `options` gets the keys, if it has a function."""
        row: Any = self.consumed(arguments[0]) if len(arguments) == 1 else arguments
        if (function := options.get("key")) is None:
            return (candidates(row),)
        row = [*row]
        options["key"] = keyed(row, function)
        return (row,)

    def place(self) -> str | None:
        """Return where in the author's source the run is."""
        for frame in self._body_frames():
            return f"{frame.f_code.co_filename}:{frame.f_lineno} in {frame.f_code.co_qualname}"
        return None

    # ---- the iterator of units

    def __iter__(self) -> Iterator[Iterable[bool]]:
        return self

    def __next__(self) -> Iterable[bool]:
        held = self._held_turns
        try:
            portion = self._hand_out(held)
        except BaseException:
            self._arm()  # an iterator that has raised gives nothing more, and in silence
            raise
        self._held_turns = (held or UNITS) - portion
        return repeat(True, portion)

    def _arm(self) -> None:
        self._units = self._names[hooks.UNITS] = chain.from_iterable(self)

    # ---- the machine

    def _hand_out(self, held: int) -> int:
        """Return how many units to hand out, of those that are paid for and held, or of the next that are paid for.

        Glance at the clock: they are as many as before if the last took as long as they should, and nothing says to
        look. Its steps stand in one function, as every body comes by here once in some hundred turns.
        """
        fuel = self._fuel
        if not held:
            fuel.left -= UNITS
            if fuel.left < 0:
                self.spend(0)
            try:
                _frame(MAX_DEPTH)
            except ValueError:
                pass  # the whole stack is not as deep
            else:
                self._check_depth()
            held = UNITS
        portion = self._portion
        now_s = perf_counter()
        self._is_slow = now_s - self._glanced_s > portion * SLOW_S
        self._glanced_s = now_s
        self._glances = glances = self._glances + 1
        if self._is_slow or portion != UNITS or self._advance != fuel.advance or not glances & _LOOKED_AT:
            portion = self._adapt()
        return portion if portion < held else held

    def _adapt(self) -> int:
        """Return how many units to hand out before the next look, unless the body takes too much of the machine."""
        fuel = self._fuel
        if self._advance != fuel.advance:
            self._advance, self._is_careful = fuel.advance, False
            self._watch.begin()
        elif self._is_slow:
            self._portion = FIRST_UNITS
            self._judge()
        else:
            if self._portion < (CAREFUL_UNITS if self._is_careful else UNITS):
                self._portion *= 2
            if self._glances & 7 == 0:
                self._judge()
        return self._portion

    def _judge(self) -> None:
        if self._advance != self._fuel.advance:
            self._advance = self._fuel.advance
            self._watch.begin()
        elif (what := self._watch.excess(FUEL_PER_ADVANCE - self._fuel.left)) is not None:
            self._context.stop(BodyTooHeavy(self._context.run_id, what, where=self.place()))

    def _be_careful(self) -> None:
        """Look often from here on: something is large."""
        self._is_careful, self._portion = True, CAREFUL_UNITS
        left, unit = self._left, self._unit
        if (spare := left.cell_contents - CAREFUL_UNITS) > 0:
            left.cell_contents = CAREFUL_UNITS
            self._held += spare
        if (spare := length_hint(unit.cell_contents) - CAREFUL_UNITS) > 0:
            unit.cell_contents = repeat(True, CAREFUL_UNITS)
            self._held_units += spare

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
    """Whether what is called counts for itself, or does next to nothing."""
    if type(function) is MethodType:
        function = function.__func__
    is_authors = type(function) is FunctionType and getattr(function, "__builtins__", None) is not _BUILTINS
    return is_authors or function is None or (type(function) in _IN_C and function in _QUICK)
