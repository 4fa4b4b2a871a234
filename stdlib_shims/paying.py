"""Functions of the library that pay before they work, by the sizes of what they are given.

A face's table says which of its functions do, and how many items or characters a unit is worth.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

from stdlib_shims.spending import charge, size_of
from stdlib_shims.weights import SCALARS, pay_to_compare, pay_to_hash, weigh

Function = Callable[..., Any]

_COMPARISONS: Final = 3  # as a power of two, of a value with others, in a search by halves


def _before(function: Function, pay: Callable[[tuple[Any, ...]], None]) -> Function:
    @functools.wraps(function, updated=())
    def call(*args: Any, **kwargs: Any) -> Any:
        pay((*args, *kwargs.values()))
        return function(*args, **kwargs)

    return call


def by_size(functions: Mapping[str, Function], shift: int) -> dict[str, Function]:
    """Return functions that pay one unit per `1 << shift` items or characters of their arguments."""

    def pay(given: tuple[Any, ...]) -> None:
        if units := sum([size_of(value) >> shift for value in given if type(value) not in _SMALL]):
            charge(units)

    return {name: _before(function, pay) for name, function in functions.items()}


def by_order(functions: Mapping[str, Function], shift: int) -> dict[str, Function]:
    """Return functions that compare what is in a row, or a few items of a row with one value.

    A row pays one unit per `1 << shift` items; from `_ONE_VALUE` on the second argument is the value.
    """

    def pay(given: tuple[Any, ...]) -> None:
        for place, value in enumerate(given):
            if type(value) in SCALARS:
                continue
            if type(value) not in _ROWS or (place and shift >= _ONE_VALUE):
                charge(weigh(value, "__lt__") << _COMPARISONS >> 1)
                continue
            charge(len(value) >> shift)
            if shift < _ONE_VALUE and not SCALARS.issuperset(map(type, value)):
                charge(sum([weigh(item, "__lt__") for item in value]) >> 1)

    return {name: _before(function, pay) for name, function in functions.items()}


def by_comparison(functions: Mapping[str, Function]) -> dict[str, Function]:
    """Return functions of two values that compare them."""

    def pay(given: tuple[Any, ...]) -> None:
        if len(given) > 1:
            pay_to_compare(given[0], given[1])

    return {name: _before(function, pay) for name, function in functions.items()}


def by_search(functions: Mapping[str, Function]) -> dict[str, Function]:
    """Return functions of a container and a value that they look for, or use as its key."""

    def pay(given: tuple[Any, ...]) -> None:
        if len(given) > 1 and type(given[1]) not in SCALARS:
            pay_to_hash(given[1])
            if not isinstance(given[0], dict):
                charge((weigh(given[1], "__eq__") >> 3) * (size_of(given[0]) + 1))

    return {name: _before(function, pay) for name, function in functions.items()}


_SMALL: Final = frozenset((int, float, bool, type(None)))
_ROWS: Final = frozenset((list, tuple))
_ONE_VALUE: Final = 10
