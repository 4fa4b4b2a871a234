"""Paying beforehand for what C code goes through in values that others make: comparing, hashing, searching, sorting.

A value may hold another many times over, and what C does with it takes as long as if each were another. So it is
weighed before, which takes as long as there are different objects in it (`stdlib_shims.weights`). What has no parts
is not looked at: the policy asks for that where the operation stands.
"""

from __future__ import annotations

import operator
from abc import ABCMeta
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterable
from functools import partial
from types import MethodType
from typing import Any, Final

from stdlib_shims.spending import charge, ticking
from stdlib_shims.standing import is_host_function
from stdlib_shims.weights import SCALARS, in_parts, members, pairs, pay_to_compare, pay_to_hash, weigh
from vm.sandbox import hooks
from vm.sandbox.ordered import OrderedSet
from vm.sandbox.sizes import pay_for_size

_ROWS: Final = (list, tuple, deque)
_MAPPINGS: Final = (dict, set, frozenset)


def key(value: Any) -> Any:
    """Give back what is about to be hashed."""
    pay_to_hash(value)
    return value


def against(right: Any, left: Any) -> Any:
    """Give back `right`, which is about to be compared with `left`."""
    pay_to_compare(left, right)
    return right


def searched(container: Any, value: Any) -> Any:
    """Give back `container`, in which `value` is about to be looked for."""
    if type(container) is range and type(value) is not int:
        charge(len(container) >> 1)  # one after another
    if isinstance(container, _ROWS):
        pay_to_find(value, container)
    elif type(value) not in SCALARS:
        if isinstance(container, _MAPPINGS):
            pay_to_hash(value)
        else:
            pay_to_find(value, ())
    return container


def sought(value: Any, row: Any) -> Any:
    """Give back what is about to be looked for in a row."""
    if type(row) is range and type(value) is not int:
        charge(len(row) >> 1)
    pay_to_find(value, row if isinstance(row, _ROWS) else ())
    return value


def pay_to_find(value: Any, row: Any) -> None:
    """Pay for comparing a value with each item of a row."""
    if type(value) not in SCALARS:
        charge((weigh(value, "__eq__") >> 3) * (len(row) + 1))
    elif type(value) in _TEXT_KINDS and len(value) > _LONG_TEXT:
        charge((len(value) >> 12) * (len(row) + 1))


def compare(name: str, left: Any, right: Any) -> Any:
    """What `left OPERATOR right` is, where no variable can hold the operands."""
    if name in _SEARCHES:
        return _SEARCHES[name](searched(right, left), left)
    if name not in _IDENTITIES:
        pay_to_compare(left, right)
    return _COMPARISONS[name](left, right)


_SEARCHES: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "In": operator.contains,
    "NotIn": lambda container, value: not operator.contains(container, value),
}
_COMPARISONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
    "Is": operator.is_,
    "IsNot": operator.is_not,
}
_IDENTITIES: Final = frozenset(("Is", "IsNot"))


def kinds(asked: Any) -> Any:
    """Give back the classes that something is asked to be of: they may lie in tuples of tuples."""
    if isinstance(asked, tuple) and not _ARE_TYPES(map(type, asked)):
        charge(weigh(asked))
    return asked


class Linked:
    """An operand of `a < b <= c` where no variable can hold `b`: they are compared by `==`, each as its name says."""

    __slots__ = ("_name", "_value")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, name: str, value: Any) -> None:
        self._name = name
        self._value = value

    def __eq__(self, other: Any) -> Any:
        return compare(other._name, self._value, other._value)


# ---- many at once


def is_light(items: Any) -> bool:
    """Whether items are few, and none holds anything: to compare them costs nothing."""
    return type(items) is list and len(items) < _FEW and _PLAIN(map(type, items))


def candidates(items: Iterable[Any]) -> Iterable[Any]:
    """Give back items that are about to be compared with one another."""
    if type(items) in _OF_SCALARS:
        return items
    row = items if type(items) in _EXACT_ROWS else [*items]
    kinds = set(map(type, row))
    if not _PLAIN(kinds):
        pay_to_order(row)
    elif kinds <= _TEXT_KINDS and (size := sum(map(len, row))) > _MUCH_TEXT:
        charge(size >> 8)  # they may begin alike
    return row


def pay_to_order(row: Any) -> None:
    """Pay for comparing the items of a row with one another, some twenty times each."""
    charge(sum([weigh(item, "__lt__") for item in row if type(item) not in SCALARS]) >> 2)


def keyed(row: list[Any], function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what gives the keys of a row's items in turn, computed and paid for."""
    function = ticking(function)
    keys = [*map(function, row)]
    if not _PLAIN(map(type, keys)):
        pay_to_order(keys)
    return partial(next, iter(keys))


_FEW: Final = 64
_LONG_TEXT: Final = 4096
_MUCH_TEXT: Final = 1_000_000
_TEXT_KINDS: Final = frozenset((str, bytes))
_PLAIN: Final = SCALARS.issuperset
_EXACT_ROWS: Final = frozenset((list, tuple))
_OF_SCALARS: Final = frozenset((str, bytes, bytearray, range))


# ---- methods


def _first_key(method: Callable[..., Any], _: Any, *args: Any, **kwargs: Any) -> Any:
    if args:
        pay_to_hash(args[0])
    return method(*args, **kwargs)


def _sought(method: Callable[..., Any], receiver: Any, *args: Any) -> Any:
    if args:
        pay_to_find(args[0], receiver)
    return method(*args)


def _removed(method: Callable[..., Any], receiver: Any, *args: Any) -> Any:
    guard = _sought if isinstance(receiver, _ROWS) else _first_key
    return guard(method, receiver, *args)


def _sorted_in_place(method: Callable[..., Any], receiver: Any, **options: Any) -> Any:
    function = options.get("key")
    if function is None:
        candidates(receiver)
    else:
        options["key"] = keyed(receiver, function)
    return method(**options)


def _gathered(method: Callable[..., Any], _: Any, *args: Any, **kwargs: Any) -> Any:
    return method(*map(in_parts, args[:1]), *args[1:], **kwargs)


def gathered(items: Any, receiver: Any) -> Any:
    """Give back what a container's `update` is about to hash, item by item. An author's own may want it as it is."""
    is_ours = isinstance(receiver, _MAPPINGS) and getattr(type(receiver), "update", None) in _UPDATES
    return in_parts(items) if is_ours else members(items)


def _divided(method: Callable[..., Any], receiver: Any, *args: Any, **kwargs: Any) -> Any:
    divided(args[0] if args else None, receiver)
    return method(*args, **kwargs)


def divided(value: Any, receiver: Any) -> Any:
    """Give back what a group, or a text, is about to be divided by."""
    if isinstance(receiver, BaseExceptionGroup):
        pay_for_group(receiver)
    elif isinstance(receiver, _TEXTS) and isinstance(value, int):
        tabs = receiver.count("\t") if isinstance(receiver, str) else receiver.count(b"\t")
        pay_for_size(len(receiver) + tabs * value, str)
    elif isinstance(receiver, str) and isinstance(value, dict):
        longest = max([len(text) for text in value.values() if isinstance(text, str)], default=1)
        pay_for_size(len(receiver) * max(longest, 1), str)
    return value


def pay_for_group(group: Any) -> None:
    """Pay for going through all errors of a group, as often as they are in it."""
    charge(weigh(group))


def matched(subject: Any) -> Any:
    """Give back what is about to be compared with the values of patterns."""
    if type(subject) not in SCALARS:
        charge(weigh(subject, "__eq__") >> 3)
    return subject


class OfPattern:
    """What holds a key that a pattern is about to look for: the attribute of something, paid for."""

    __slots__ = ("value",)

    def __init__(self, owner: Any, name: str) -> None:
        self.value = key(getattr(owner, name))


HASHING: Final = frozenset(("add", "discard", "get", "pop", "setdefault"))
SEEKING: Final = frozenset(("count", "index", "remove"))
GATHERING: Final = frozenset(("fromkeys", "subtract", "update"))
DIVIDING: Final = frozenset(("expandtabs", "split", "subgroup", "translate"))
METHOD_NAMES: Final = HASHING | SEEKING | GATHERING | DIVIDING | {"sort"}
"""Methods of containers that hash or compare what they are given."""

_METHODS: Final[dict[str, Callable[..., Any]]] = {
    **dict.fromkeys(HASHING, _first_key),
    **dict.fromkeys(SEEKING, _sought),
    **dict.fromkeys(GATHERING, _gathered),
    **dict.fromkeys(DIVIDING, _divided),
    "remove": _removed,
    "sort": _sorted_in_place,
}


def method(receiver: Any, name: str) -> Any:
    """Return a method of a container, which pays before it works, or whatever else an attribute of that name is."""
    found = getattr(receiver, name)
    if isinstance(receiver, _TEXTS if name in _GROWING else _CONTAINERS):
        is_ours = type(found) in _C_METHODS or (type(found) is MethodType and is_host_function(found.__func__))
        return _bind(_METHODS[name], found, receiver) if is_ours else found
    if isinstance(receiver, type) and issubclass(receiver, _CONTAINERS):
        return _bind(_METHODS[name], found, ()) if name == "fromkeys" else _unbound(found, name)
    return found


def _bind(guard: Callable[..., Any], found: Any, receiver: Any) -> Callable[..., Any]:
    """Return a function of the other arguments. Not a `partial`, which shows what it holds."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return guard(found, receiver, *args, **kwargs)

    return call


def _unbound(found: Any, name: str) -> Any:
    if type(found) is not type(list.sort):
        return found  # the author's own

    def call(receiver: Any, /, *args: Any, **kwargs: Any) -> Any:
        return method(receiver, name)(*args, **kwargs)

    return call


_TEXTS: Final = (str, bytes, bytearray)
_GROWING: Final = frozenset(("expandtabs", "translate"))
_CONTAINERS: Final = (*_ROWS, *_MAPPINGS, BaseExceptionGroup)
_UPDATES: Final = frozenset((dict.update, OrderedDict.update, OrderedSet.update, Counter.update))
_ARE_TYPES: Final = frozenset((type, ABCMeta)).issuperset
_C_METHODS: Final = frozenset((type([].append), type([].__len__)))

VALUE_GUARDS: Final[dict[str, Any]] = {
    hooks.KEY: key,
    hooks.AGAINST: against,
    hooks.SEARCHED: searched,
    hooks.COMPARE: compare,
    hooks.KINDS: kinds,
    hooks.LINKED: Linked,
    hooks.MEMBERS: gathered,
    hooks.METHOD: method,
    hooks.SCALARS: SCALARS,
    hooks.SOUGHT: sought,
    hooks.DIVIDED: divided,
    hooks.MATCHED: matched,
    hooks.OF_PATTERN: OfPattern,
    hooks.PAIRS: pairs,
}
"""By the names that compiled source calls them by."""
