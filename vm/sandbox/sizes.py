"""Guards against values too large to make. They look before anything is made, and are alike on every machine.

Where an operand is a small literal the policy leaves the operator as it is. What grows by steps that none of
these sees ends in a MemoryError, which ends the run.
"""

from __future__ import annotations

import operator
import re
from collections import deque
from collections.abc import Iterable, Sized
from fractions import Fraction
from typing import Any, Final

from stdlib_shims import raise_to
from stdlib_shims.nesting import HOLDING, LAZY, MAX_NESTED, is_too_deep
from stdlib_shims.spending import charge
from vm.errors import LimitExceeded
from vm.sandbox import hooks

MAX_SIZE: Final = 10_000_000
"""Characters of a text, items of a container that one operation makes, items of a range."""

MAX_BITS: Final = 200_000
"""Bits of an integer: to divide by one of them, or to multiply two, takes a few milliseconds."""

MAX_WIDTH: Final = 10_000
"""Width and precision of a format."""

SMALL_FACTOR: Final = 16
"""A literal factor up to here needs no guard."""

TEXT_SHIFT: Final = 7
"""Characters that are a unit, as a power of two."""

ITEMS_SHIFT: Final = 4
"""Items of a container that are a unit."""

_PRODUCT_SHIFT: Final = 20  # as measured, where a unit is about a third of a microsecond
_INVERSE_SHIFT: Final = 14
_MODULO_SHIFT: Final = 16
_MANY_BITS: Final = 20_000  # of a number that is worth a look at the clock
_TASK_SHIFT: Final = 3
_DIGITS_SHIFT: Final = 6
_FREE: Final = 256  # items or characters that cost nothing
_ROWS_AND_TEXTS: Final = frozenset((str, bytes, bytearray, list, tuple))
_TEXTS: Final = frozenset((str, bytes, bytearray))
_SMALL_INT: Final = 1 << 64
MOST: Final = (1 << 29) - 1
"""Up to here a number is small without a look at the other one. What is one digit of CPython's compares fastest."""

LEAST: Final = -MOST
FEW_BITS: Final = 64
_ATOMS: Final = frozenset((int, float, bool, complex, type(None)))
_FEW: Final = 10  # parts that may be joined first and measured then
_GROWING: Final = (str, bytes, bytearray, list, tuple, deque)


def refuse_size(size: int) -> None:
    """Refuse to make something of so many items or characters."""
    if size > MAX_SIZE:
        raise LimitExceeded("items or characters in one value", MAX_SIZE)


def pay_for_size(size: int, kind: type) -> None:
    """Refuse to make a value of so many items or characters, or pay for it: a unit is 128 bytes.

    So the fuel of an advance bounds the memory that large values take, whatever becomes of them.
    """
    if size > _FREE:
        refuse_size(size)
        charge(size >> (TEXT_SHIFT if kind in _TEXTS else ITEMS_SHIFT))


def pay_to_start(awaitables: Sized) -> None:
    """Pay for the tasks that awaitables given together become."""
    charge(len(awaitables) << _TASK_SHIFT)


def _refuse_bits(bits: int) -> None:
    if bits > MAX_BITS:
        raise LimitExceeded("bits in a whole number", MAX_BITS)
    if bits > _MANY_BITS:
        charge(bits >> _DIGITS_SHIFT)


def _pay_for_power(bits: int, exponent: Any) -> None:
    """Pay for a power modulo a number of so many bits: each bit of the exponent is one product, or two."""
    is_inverse = exponent < 0
    units = bits * bits >> _INVERSE_SHIFT if is_inverse else bits * bits * exponent.bit_length() >> _MODULO_SHIFT
    if units:
        charge(units)


# ---- operators


def check_product(left: Any, right: Any) -> None:
    """Refuse a product that is too large to make."""
    if isinstance(left, int) and isinstance(right, int):
        if not (-_SMALL_INT < left < _SMALL_INT or -_SMALL_INT < right < _SMALL_INT):
            _refuse_bits(left.bit_length() + right.bit_length())
            if units := left.bit_length() * right.bit_length() >> _PRODUCT_SHIFT:
                charge(units)
    elif isinstance(left, Fraction) and isinstance(right, (int, Fraction)):
        _refuse_bits(_bits_of(left) + _bits_of(right))
    elif isinstance(right, int) and isinstance(left, _GROWING):
        pay_for_size(len(left) * right, type(left))
    elif isinstance(left, int) and isinstance(right, _GROWING):
        pay_for_size(len(right) * left, type(right))


def _bits_of(number: int | Fraction) -> int:
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def multiply(left: Any, right: Any) -> Any:
    """What `left * right` is."""
    if type(left) is float or (type(left) is int is type(right) and LEAST < left < MOST):
        return left * right
    check_product(left, right)
    return left * right


def multiply_in_place(left: Any, right: Any) -> Any:
    """What `left *= right` makes of `left`."""
    check_product(left, right)
    return operator.imul(left, right)  # type: ignore[no-untyped-call]


def power(base: Any, exponent: Any) -> Any:
    """What `base ** exponent` is."""
    if type(base) is int is type(exponent) and LEAST < base < MOST and 0 <= exponent < FEW_BITS:
        return base**exponent
    return own_pow(base, exponent)


def own_pow(base: Any, exp: Any, mod: Any = None) -> Any:
    """What `pow` is in a workflow."""
    if isinstance(base, int) and isinstance(exp, int) and mod is None and not -2 < base < 2:
        _refuse_bits(base.bit_length() * exp)
    if isinstance(exp, int) and isinstance(mod, int):
        _pay_for_power(mod.bit_length(), exp)
    if isinstance(base, Fraction) and isinstance(exp, int):
        _refuse_bits(_bits_of(base) * abs(exp))
    return raise_to(base, exp) if mod is None else pow(base, exp, mod)


def shift(left: Any, right: Any) -> Any:
    """What `left << right` is."""
    if type(left) is int is type(right) and LEAST < left < MOST and right < FEW_BITS:
        return left << right
    if isinstance(left, int) and isinstance(right, int) and left:
        _refuse_bits(left.bit_length() + right)
    return left << right


def power_in_place(base: Any, exponent: Any) -> Any:
    """What `base **= exponent` makes of `base`."""
    if isinstance(base, (int, float, complex)):
        return power(base, exponent)
    return operator.ipow(base, exponent)  # type: ignore[no-untyped-call]


def shift_in_place(left: Any, right: Any) -> Any:
    """What `left <<= right` makes of `left`."""
    return shift(left, right) if isinstance(left, int) else operator.ilshift(left, right)  # type: ignore[no-untyped-call]


def bounded(value: Any) -> Any:
    """Give back something that is about to be added to itself."""
    if type(value) not in _ATOMS and isinstance(value, _GROWING):
        pay_for_size(2 * len(value), type(value))
    return value


def add(left: Any, right: Any) -> Any:
    """What `left + right` is."""
    if type(left) in _ROWS_AND_TEXTS and type(right) is type(left):
        pay_for_size(len(left) + len(right), type(left))
    return left + right


def added(value: Any, to: Any = ()) -> Any:
    """Give back what is about to be added to something in place."""
    if type(value) in _ROWS_AND_TEXTS:
        pay_for_size(len(value), type(value))
        if type(to) in _ROWS_AND_TEXTS:
            refuse_size(len(value) + len(to))
    return value


# ---- calls


def count(value: Any) -> Any:
    """Give back what `bytes` and `bytearray` are called with: a number is how many to make."""
    if isinstance(value, int):
        pay_for_size(value, bytes)
    return value


def octets(value: Any) -> Any:
    """Give back what `int.from_bytes` is called with."""
    if isinstance(value, _GROWING):
        _refuse_bits(8 * len(value))
    return value


def digits(value: Any, base: Any) -> Any:
    """Give back the text that `int` is called with beside a base."""
    if isinstance(value, (str, bytes, bytearray)) and isinstance(base, int):
        _refuse_bits(len(value) * max(base.bit_length(), 1))
    return value


def width(value: Any) -> Any:
    """Give back a width: of a format, of `ljust` and its kin, of `to_bytes`."""
    if isinstance(value, int) and value > _FREE:
        if value > MAX_WIDTH:
            raise LimitExceeded("characters of width or precision", MAX_WIDTH)
        pay_for_size(value, str)
    if isinstance(value, str):
        check_spec(value)
    return value


def check_spec(spec: str) -> None:
    """Refuse a format specification with a width or precision that is too large."""
    for number in _NUMBER.findall(spec) if len(spec) > 4 else ():
        width(MAX_WIDTH + 1 if len(number) > 6 else int(number))


_NUMBER: Final = re.compile(r"[0-9]{5,}")


def check_percent(template: Any, values: Any) -> None:
    """Refuse a `%` format with a width or precision that is too large."""
    text = template.decode("latin-1") if isinstance(template, (bytes, bytearray)) else template
    check_spec(text)
    if "*" in text:
        for value in values if isinstance(values, tuple) else (values,):
            if isinstance(value, int):
                width(abs(value))


def replace(text: Any, old: Any, new: Any) -> Any:
    """What `text.replace(old, new)` is."""
    if type(text) is str is type(new) and (len(text) + 1) * (len(new) + 1) <= MAX_SIZE:
        return text.replace(old, new)
    return replace_any(text, old, new)


def replace_any(text: Any, *arguments: Any, **keywords: Any) -> Any:
    """What `text.replace(...)` is, however it is written."""
    if isinstance(text, (str, bytes, bytearray)) and len(arguments) > 1 and type(arguments[1]) is type(text):
        old, new = arguments[:2]
        if len(text) * (len(new) + 1) > MAX_SIZE and isinstance(old, type(text)):
            pay_for_size(len(text) + text.count(old) * (len(new) - len(old)), str)  # type: ignore[arg-type]
    return text.replace(*arguments, **keywords)


def join(separator: Any, parts: Any) -> Any:
    """What `separator.join(parts)` is."""
    if type(separator) is str and type(parts) is list and len(parts) < _FEW:
        text = separator.join(parts)
        if len(text) > _FREE:
            pay_for_size(len(text), str)
        return text
    if isinstance(separator, (str, bytes, bytearray)) and isinstance(parts, _GROWING):
        sizes = sum([len(part) for part in parts if isinstance(part, (str, bytes, bytearray))])
        pay_for_size(sizes + len(separator) * len(parts), str)
    return separator.join(parts)


def join_any(separator: Any, *arguments: Any, **keywords: Any) -> Any:
    """What `separator.join(...)` is, however it is written."""
    if len(arguments) == 1 and not keywords:
        return join(separator, *arguments)
    return separator.join(*arguments, **keywords)


def make_range(*arguments: Any) -> range:
    """What `range(...)` is: never longer than what a run could go through."""
    made = range(*arguments)
    if (made.stop - made.start) // made.step > MAX_SIZE:
        raise LimitExceeded("items in a range", MAX_SIZE, fix="loop with `while`, or compare with < and <=")
    return made


class _TypeOfRange(type):
    """Makes the name `range` callable under a limit, and `isinstance(x, range)` true of ranges."""

    def __call__(cls, *arguments: Any) -> Any:
        return make_range(*arguments)

    def __instancecheck__(cls, value: object) -> bool:
        return type(value) is range

    def __repr__(cls) -> str:
        return "<class 'range'>"


class Range(metaclass=_TypeOfRange):
    """`range` in a workflow, where it is not called."""


# ---- iterators


def check_nesting(sources: Iterable[Any]) -> None:
    """Refuse one more library iterator around others that stand too deep already."""
    if is_too_deep(sources):
        raise LimitExceeded("iterators in one another", MAX_NESTED, fix="make a list of them on the way")


def own_iter(source: Any, *sentinel: Any) -> Any:
    """What `iter` is in a workflow."""
    if sentinel:
        check_nesting((source, *sentinel))
    return iter(source, *sentinel)


class _TypeOfSlice(type):
    """Makes the name `slice` callable under a limit, and `isinstance(x, slice)` true of slices."""

    def __call__(cls, *arguments: Any) -> Any:
        check_nesting(arguments)
        return slice(*arguments)

    def __instancecheck__(cls, value: object) -> bool:
        return type(value) is slice

    def __repr__(cls) -> str:
        return "<class 'slice'>"


class Slice(metaclass=_TypeOfSlice):
    """`slice` in a workflow."""


def bound(value: Any) -> Any:
    """Give back one end of a slice: an object of the author's class may keep the slice."""
    if type(value) in LAZY:
        check_nesting((value,))
    return value


def own_filter(function: Any, items: Any, /) -> Any:
    check_nesting((items,))
    return filter(function, items)


def own_zip(*iterables: Any, strict: bool = False) -> Any:
    if not HOLDING.isdisjoint(map(type, iterables)):
        check_nesting(iterables)
    return zip(*iterables, strict=True) if strict else zip(*iterables)  # noqa: B905 - without it, it is faster


def own_enumerate(iterable: Any, start: Any = 0) -> Any:
    if type(iterable) in LAZY:
        check_nesting((iterable,))
    return enumerate(iterable, start)


SIZE_GUARDS: Final[dict[str, Any]] = {
    hooks.MULTIPLY: multiply,
    hooks.MULTIPLY_IN_PLACE: multiply_in_place,
    hooks.POWER: power,
    hooks.POWER_IN_PLACE: power_in_place,
    hooks.SHIFT: shift,
    hooks.SHIFT_IN_PLACE: shift_in_place,
    hooks.BOUNDED: bounded,
    hooks.COUNT: count,
    hooks.WIDTH: width,
    hooks.ADD: add,
    hooks.ADDED: added,
    hooks.OCTETS: octets,
    hooks.DIGITS: digits,
    hooks.REPLACE: replace,
    hooks.REPLACE_ANY: replace_any,
    hooks.PLAIN_RANGE: range,
    hooks.JOIN: join,
    hooks.JOIN_ANY: join_any,
    hooks.BOUND: bound,
    "enumerate": own_enumerate,
    "iter": own_iter,
    "pow": own_pow,
    "range": Range,
    "slice": Slice,
    "zip": own_zip,
}
"""By the names that compiled source calls them by, and the builtins they stand for."""
