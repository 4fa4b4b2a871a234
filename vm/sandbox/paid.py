"""Builtins that go through items, or have the author's functions called: what is paid for that, and when."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import compress
from types import FunctionType, GeneratorType, MethodType
from typing import Any, Final

from vm.core.fuel import Fuel
from vm.sandbox import hooks
from vm.sandbox.blocks import MUCH, SHORT_BLOCK, SIZED, Blocks, Turns
from vm.sandbox.guards import add_up, own_map
from vm.sandbox.sizes import make_range, multiply, own_filter, own_pow, power
from vm.sandbox.values import candidates, is_light, keyed

POWER_UNITS: Final = 20
"""Turns of a loop that a power of floats takes as long as."""

ITEMS_SHIFT: Final = 3
"""Items that C code goes through in the time of a unit, as a power of two."""

_FIXED: Final = SIZED - {list, bytearray}
"""Those of which none can grow while it is iterated, or Python says so."""

_FREE_ITEMS: Final = 64  # that cost nothing
_BUILTINS: Final = vars(builtins)  # of functions that no author wrote
_IN_C: Final = frozenset((type(len), type))
_QUICK: Final = frozenset((len, id, ord, chr, bool))


class Paid:
    """The builtins of one run. A meter gives the units, and sees how deep they stand in one another."""

    _blocks: Blocks
    _files: Collection[str]
    _fuel: Fuel
    _owns: Callable[[object], bool]
    _units: Iterator[bool]

    def spend(self, units: int) -> None:
        raise NotImplementedError

    def several(self, units: int) -> Iterator[bool]:
        """Give as many turns as there is fuel for, each of so many units."""
        raise NotImplementedError

    def sink(self) -> bool:
        raise NotImplementedError

    def builtins(self) -> dict[str, Any]:
        """Return these by the names that compiled source calls them by."""
        paid = (self.sum, self.map, self.filter, self.any, self.all, self.max, self.min, self.sorted, self.pow)
        return {
            hooks.TURNS: self._blocks.turns,
            hooks.COUNTED: self.counted,
            hooks.DELEGATED: self.delegated,
            hooks.PAID_RANGE: self.paid_range,
            hooks.REPEATED: self.repeated,
            hooks.RANGE: self.range,
            hooks.CONSUMED: self.consumed,
            hooks.POWER: self.power,
            **{function.__name__: function for function in paid},
        }

    def unsized(self, items: Iterable[Any], units: int) -> Turns:
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
        self.sink()
        if iterables and not _is_counting(function):
            iterables = (self._tried(function, iterables[0]), *iterables[1:])
        return own_map(function, *iterables)

    def filter(self, function: Any, items: Any, /) -> Any:
        """What `filter` is in a workflow."""
        self.sink()
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
        return compress(items, self._units if units == 1 else self.several(units))

    def _pay_for(self, units: int) -> None:
        self._fuel.left -= units
        if self._fuel.left < 0:
            self.spend(0)

    def sum(self, numbers: Iterable[Any], /, start: Any = 0) -> Any:
        """What `sum` is in a workflow."""
        if type(numbers) in SIZED:
            self._pay_for(len(numbers))  # type: ignore[arg-type]
            return add_up(numbers, start)
        self.sink()
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
        self.sink()
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
        self.sink()
        return items if kind is GeneratorType and self._is_authors(items) else compress(items, self._units)

    def _is_authors(self, generator: Any) -> bool:
        """Whether the loops of a generator are paid for, and it is not one of the library's."""
        return generator.gi_code.co_filename in self._files

    def _candidates(self, arguments: tuple[Any, ...], options: dict[str, Any]) -> tuple[Any, ...]:
        """Return what to look for the least or greatest of, paid for. `options` gets the keys, if it has a function."""
        self.sink()
        row: Any = self.consumed(arguments[0]) if len(arguments) == 1 else arguments
        if (function := options.get("key")) is None:
            return (candidates(row),)
        row = [*row]
        options["key"] = keyed(row, function)
        return (row,)


def _is_counting(function: object) -> bool:
    """Whether what is called counts for itself, or does next to nothing."""
    if type(function) is MethodType:
        function = function.__func__
    is_authors = type(function) is FunctionType and getattr(function, "__builtins__", None) is not _BUILTINS
    return is_authors or function is None or (type(function) in _IN_C and function in _QUICK)
