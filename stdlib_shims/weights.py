"""How much work a value is that holds others: to write out, to compare, to hash.

What is shared inside is counted as often as it is met, for that is what C code does with it: a list that holds
itself twice, sixty times over, fits into a few lines and would never be written out. So it is weighed before,
which takes as long as there are different objects in it.
"""

from __future__ import annotations

import builtins
import enum
import functools
import types
from collections import ChainMap, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any, Final

from stdlib_shims.refusals import TooLarge
from stdlib_shims.spending import charge

MAX_LEVELS: Final = 1_000
"""Values in one another. Deeper ones Python refuses to write out, at a depth that differs by version."""

MAX_TEXT: Final = 10_000_000
MOST: Final = 1 << 40

_FEW_FIELDS: Final = 100  # characters of a template, at least two for each field

_ATOMS: Final = frozenset((int, float, bool, complex, type(None), type, range))
_TEXTS: Final = (str, bytes, bytearray)
_FLAT: Final = _ATOMS | {*_TEXTS}
SCALARS: Final = _FLAT - {bytearray, range}
"""Kinds that hold nothing: hashing, comparing and ordering them takes as long as they are."""

_ROWS: Final = frozenset((list, tuple))
_SEQUENCES: Final = frozenset(_TEXTS)
_LONG: Final = _SEQUENCES | {range}
_FEW: Final = 32
args_of: Final[Any] = BaseException.__dict__["args"].__get__  # past whatever an author's class makes of the name
_PER_CHARACTER: Final = 4  # characters that are as much work as an object


def pay_to_show(value: Any) -> None:
    """Pay for a value's being written out, by `repr` or by what asks it."""
    kind = type(value)
    if kind in _FLAT:
        return
    if kind in _ROWS:
        if len(value) < _FEW and _ATOMS.issuperset(map(type, value)):
            return
    elif issubclass(kind, Exception) and _FLAT.issuperset(map(type, args_of(value))):
        return
    charge(1 + (weigh(value) >> 2))


def pay_to_hash(value: Any) -> None:
    """Pay for a value's being hashed, as a key of a dict or a member of a set is."""
    kind = type(value)
    if kind in _FLAT:
        return
    if kind is tuple:
        if len(value) < _FEW and _FLAT.issuperset(map(type, value)):
            return
    elif not issubclass(kind, _HASHED_WHOLE) and not hasattr(kind, "__dataclass_fields__"):
        return  # an object's own hash is counted, and a frozen set remembers its
    charge(weigh(value, "__hash__") >> 3)


def members(items: Any) -> Any:
    """Give back items that are about to be hashed, each, and pay for that."""
    kind = type(items)
    if kind is list or kind is tuple:
        if len(items) > _FREE_ITEMS:
            charge(len(items) >> _PAID_ITEMS)
        if not SCALARS.issuperset(map(type, items)):
            for item in items:
                pay_to_hash(item)
                if type(item) is list and item:  # of a dict's pairs
                    pay_to_hash(item[0])
        return items
    if isinstance(items, _HASHED):
        charge(len(items) >> _PAID_ITEMS)
        return items
    if kind in _LONG and len(items) > _FREE_ITEMS:
        charge(len(items) >> _PAID_ITEMS)
    if kind in _FLAT or hasattr(kind, "keys") or not hasattr(kind, "__iter__"):
        return items
    return map(_hashed, items)


def in_parts(items: Any) -> Any:
    """Give back items that C code is about to hash, each: many in parts, so that the machine is looked at between."""
    if (type(items) is list or type(items) is tuple) and len(items) > _PART:
        if not SCALARS.issuperset(map(type, items)):
            for item in items:
                pay_to_hash(item)
        return chain.from_iterable(_parts(items))
    return members(items)


def _parts(items: Any) -> Iterator[Any]:
    for start in range(0, len(items), _PART):
        part = items[start : start + _PART]
        charge(len(part) >> _PAID_ITEMS)
        yield part


def _hashed(item: Any) -> Any:
    pay_to_hash(item)
    return item


def pairs(items: Any) -> Any:
    """Give back what a dict is about to be made of, and pay for its keys."""
    if isinstance(items, _HASHED):
        charge(len(items) >> _PAID_ITEMS)
        return items
    if hasattr(type(items), "keys") or not hasattr(type(items), "__iter__"):
        return items
    return _paired(items)


def _paired(items: Any) -> Iterator[Any]:
    count = 0
    for pair in items:
        count += 1
        if not count & 255:
            charge(256)
        row = pair if type(pair) in _PAIRS else (*pair,)
        if row:
            pay_to_hash(row[0])
        yield row
    charge(count & 255)


_PER_PART: Final = 3
_FREE_ITEMS: Final = 64
_PART: Final = 2048  # as many as make a charge at which the machine is looked at
_PAID_ITEMS: Final = 3  # items that are a unit, as a power of two
_PAIRS: Final = frozenset((tuple, list, str))

_HASHED_WHOLE: Final = (tuple, types.GenericAlias, types.UnionType, slice)
_HASHED: Final = (dict, set, frozenset)


def pay_to_compare(left: Any, right: Any) -> None:
    """Pay for two values' being compared: as much as the lighter one weighs."""
    kind, other = type(left), type(right)
    if kind in _FLAT or other in _FLAT:
        if kind in _SEQUENCES and other in _SEQUENCES:
            charge(min(len(left), len(right)) >> 12)
    elif kind in _ROWS and (kind is not other or not left or not right):
        return
    else:
        charge(min(weigh(left, "__eq__"), weigh(right, "__eq__")) >> 3)


def pay_for_values(template: Any, values: Any) -> None:
    """Pay for what a `%` format is filled with.

    Raises:
        TooLarge: The result would have over `MAX_TEXT` characters.
    """
    given = values if isinstance(values, tuple) else values.values() if isinstance(values, dict) else (values,)
    if not _FLAT.issuperset(map(type, given)):
        for value in given:
            pay_to_show(value)
    if len(template) <= _FEW_FIELDS and len(given) <= _FEW_FIELDS:
        return
    sizes = [len(value) if isinstance(value, _TEXTS) else 8 * weigh(value) for value in given]
    charge(len(sizes))
    fields = template.count(b"%" if isinstance(template, (bytes, bytearray)) else "%")
    if (sum(sizes) if isinstance(values, tuple) else fields * max(sizes, default=0)) > MAX_TEXT:
        raise TooLarge("a % format's text", MAX_TEXT, "characters")


def depth_of(root: Any) -> int:
    """Return how deep lists, tuples and dicts are nested, or one more than `MAX_LEVELS`."""
    layer, depth = [root], 0
    while layer and depth <= MAX_LEVELS:
        inner: dict[int, Any] = {}
        for found in layer:
            values = found.values() if isinstance(found, dict) else found if isinstance(found, list | tuple) else ()
            inner.update((id(value), value) for value in values)
        layer, depth = list(inner.values()), depth + 1
    return depth


def weigh(value: Any, method: str = "__repr__") -> int:
    """Return how many objects a value is to a special method. Texts count by their lengths.

    Raises:
        TooLarge: More than `MAX_LEVELS` values lie in one another.
    """
    return _weigh(value, method, {}, MAX_LEVELS)


def _weigh(value: Any, method: str, known: dict[int, int], levels: int) -> int:
    kind = type(value)
    if kind in _FLAT:
        return _size_of(value)
    if (weight := known.get(id(value))) is not None:
        return weight
    find = _find_parts(kind, method)
    if find is None:
        return 1
    parts = find(value)
    kinds = set(map(type, parts))
    if kinds <= _ATOMS:
        return 1 + len(parts)
    if kinds <= _FLAT:
        return 1 + len(parts) + sum([len(part) for part in parts if type(part) not in _ATOMS]) // _PER_CHARACTER
    if not levels:
        raise TooLarge("a value of values in one another", MAX_LEVELS, "levels")
    if len(parts) > _FREE_ITEMS:
        charge(_PER_PART * len(parts))  # that is what weighing takes
    known[id(value)] = 1  # met again inside of itself it is only named
    weight = 1
    for part in parts:
        weight += 1 if type(part) in _ATOMS else _weigh(part, method, known, levels - 1)
    known[id(value)] = weight = min(weight, MOST)
    return weight


def _size_of(value: Any) -> int:
    return 1 + len(value) // _PER_CHARACTER if isinstance(value, _TEXTS) else 1


def _items_of(mapping: Any) -> Sequence[Any]:
    return [*dict.keys(mapping), *dict.values(mapping)]


def _fields_of(record: Any) -> Sequence[Any]:
    found = []
    for name in type(record).__dataclass_fields__:
        with suppress(AttributeError):  # deleted, never set, or a property of that name raises it
            found.append(object.__getattribute__(record, name))
    return found


_PARTS: Final[dict[type, Callable[[Any], Sequence[Any]]]] = {
    list: lambda value: value if type(value) is list else [*list.__iter__(value)],
    tuple: lambda value: value if type(value) is tuple else (*tuple.__iter__(value),),
    deque: lambda value: [*deque.__iter__(value)],
    set: lambda value: [*set.__iter__(value)],
    frozenset: lambda value: [*frozenset.__iter__(value)],
    dict: _items_of,
    ChainMap: lambda value: value.maps,
    BaseExceptionGroup: lambda value: (*value.args, *value.exceptions),
    BaseException: lambda value: value.args,
    enum.Enum: lambda value: (value._value_,),
    functools.partial: lambda value: (value.func, *value.args, value.keywords),
    types.SimpleNamespace: lambda value: (vars(value),),
    types.MappingProxyType: lambda value: (value.copy(),),
    types.MethodType: lambda value: (value.__self__,),
    types.GenericAlias: lambda value: value.__args__,
    types.UnionType: lambda value: value.__args__,
    slice: lambda value: (value.start, value.stop, value.step),
}
"""By kind: what is written out of a value."""


def _find_parts(kind: type, method: str) -> Callable[[Any], Sequence[Any]] | None:
    found = _PARTS.get(kind)
    if found is not None:
        return found
    if hasattr(kind, "__dataclass_fields__"):
        found = _fields_of
    else:
        for base in kind.__mro__:
            if base in _PARTS:
                found = _PARTS[base]
                break
    return None if found is None or _is_of_author(getattr(kind, method)) else found  # an author's own is counted


def _is_of_author(method: Any) -> bool:
    """Tell whether a special method was written in a workflow's file, and not made by `dataclass`."""
    namespace = getattr(method, "__builtins__", None)
    return type(method) is types.FunctionType and namespace is not vars(builtins) and not _is_generated(method)


def _is_generated(method: types.FunctionType) -> bool:
    return method.__code__.co_filename == "<string>" or hasattr(method, "__wrapped__")
