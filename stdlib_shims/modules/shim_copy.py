"""`copy`: copies of plain data and of the author's own objects, without calling any object's copy hooks.

The real module asks objects how to take them apart (`__reduce_ex__`, `__getstate__`), which hands their
insides to whoever defines those methods.
"""

from __future__ import annotations

import copy
import datetime
import decimal
import fractions
import uuid
import zoneinfo
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from enum import Enum
from types import (
    BuiltinFunctionType,
    EllipsisType,
    FunctionType,
    MemberDescriptorType,
    NoneType,
    NotImplementedType,
    SimpleNamespace,
)
from typing import Any, Final

from stdlib_shims.modules import shim_collections as collections_shim
from stdlib_shims.refusals import Refused
from stdlib_shims.run import Run, owns_class
from stdlib_shims.spending import charge, charge_items

OFFERS: Final[dict[str, Any]] = {"Error": copy.Error, "error": copy.Error}

REFUSES: Final[dict[str, str]] = {"replace": "not every Python has it; use dataclasses.replace"}

Copier = Callable[[Any], Any]

_ATOMS: Final = frozenset(
    {
        bool, bytes, complex, float, int, range, str, slice, type,
        NoneType, EllipsisType, NotImplementedType, FunctionType, BuiltinFunctionType,
        datetime.date, datetime.datetime, datetime.time, datetime.timedelta, datetime.timezone,
        decimal.Decimal, fractions.Fraction, uuid.UUID, zoneinfo.ZoneInfo,
    }
)  # fmt: skip


def _fill_dict(made: Any, x: Any, inner: Copier) -> None:
    for key, value in dict.items(x):
        dict.__setitem__(made, inner(key), inner(value))


def _fill_ordered(made: Any, x: Any, inner: Copier) -> None:
    for key, value in OrderedDict.items(x):
        OrderedDict.__setitem__(made, inner(key), inner(value))


def _fill_list(made: Any, x: Any, inner: Copier) -> None:
    list.extend(made, [inner(item) for item in list.__iter__(x)])


def _fill_deque(made: Any, x: Any, inner: Copier) -> None:
    deque.__init__(made, [inner(item) for item in deque.__iter__(x)], x.maxlen)


def _fill_default(made: Any, x: Any, inner: Copier) -> None:
    defaultdict.__init__(made, x.default_factory)
    _fill_dict(made, x, inner)


def _fill_bytes(made: Any, x: Any, inner: Copier) -> None:
    bytearray.extend(made, x)


def _fill_maps(made: Any, x: Any, inner: Copier) -> None:
    made.maps = [inner(part) for part in x.maps]


def _fill_namespace(made: Any, x: Any, inner: Copier) -> None:
    vars(made).update({name: inner(value) for name, value in vars(x).items()})


# The nearest of these among a type's bases says how its items are copied; `object` has none.
_FILLS: Final[dict[type, Callable[[Any, Any, Copier], None]]] = {
    list: _fill_list,
    Counter: _fill_dict,
    defaultdict: _fill_default,
    collections_shim.OrderedDict: _fill_ordered,
    OrderedDict: _fill_ordered,
    dict: _fill_dict,
    deque: _fill_deque,
    bytearray: _fill_bytes,
    ChainMap: _fill_maps,
    SimpleNamespace: _fill_namespace,
    object: lambda made, x, inner: None,
}


def bind(run: Run) -> dict[str, Any]:
    """Return `copy` and `deepcopy`. Both raise Refused for what is neither data nor the author's own."""

    def shallow(x: Any) -> Any:
        return _Copying(run, is_deep=False).make(x)

    def deepcopy(x: Any) -> Any:
        return deep_copy(run, x)

    return {"copy": shallow, "deepcopy": deepcopy}


def deep_copy(run: Run, x: Any) -> Any:
    """Return an independent copy; what is shared or cyclic inside stays so.

    Raises:
        Refused: Something inside is neither plain data nor of a class that the run made.
    """
    return _Copying(run, is_deep=True).visit(x)


class _Copying:
    """One copy. `_known` holds copies by the original's id, and the original, so that no id is used twice."""

    def __init__(self, run: Run, *, is_deep: bool) -> None:
        self._run = run
        self._known: dict[int, tuple[Any, Any]] = {}
        self._is_deep = is_deep
        self._inner: Copier = self.visit if is_deep else lambda value: value

    def visit(self, x: Any) -> Any:
        if type(x) in _ATOMS:
            return x
        charge(2)
        known = self._known.get(id(x))
        return self.make(x) if known is None else known[0]

    def make(self, x: Any) -> Any:
        kind = type(x)
        if kind in _ATOMS or isinstance(x, type | Enum):
            return x
        charge_items(x, 1)
        if isinstance(x, tuple):
            return self._make_tuple(x)
        own = owns_class(self._run, kind)
        if isinstance(x, frozenset) and not own and not self._is_deep:
            return x
        if isinstance(x, set | frozenset) and not own:
            return self._keep(x, kind(self._inner(member) for member in x))
        if not own and (kind is object or kind not in _FILLS):
            raise Refused(f"a copy of a {kind.__name__}", "only plain data and the workflow's own objects are copied")
        return self._make_object(x, kind)

    def _keep(self, x: Any, made: Any) -> Any:
        self._known[id(x)] = (made, x)
        return made

    def _make_tuple(self, x: tuple[Any, ...]) -> Any:
        items = [self._inner(item) for item in tuple.__iter__(x)]
        if id(x) in self._known:  # a list inside held the tuple, and has copied it meanwhile
            return self._known[id(x)][0]
        if all(new is old for new, old in zip(items, tuple.__iter__(x), strict=True)):
            return x
        return self._keep(x, tuple.__new__(type(x), items))

    def _make_object(self, x: Any, kind: type) -> Any:
        base = next((base for base in kind.__mro__ if base in _FILLS), object)
        new: Any = base.__new__
        try:
            made = new(kind)
        except TypeError:
            raise Refused(f"a copy of a {kind.__name__}", "its class is built into the interpreter") from None
        self._keep(x, made)
        _FILLS[base](made, x, self._inner)
        if kind not in _FILLS:
            self._copy_attributes(x, made, kind)
        return made

    def _copy_attributes(self, x: Any, made: Any, kind: type) -> None:
        """Copy what stands in the `__dict__` and in the slots of the run's own classes.

        Never by `setattr`: an attribute may be called `__class__`, and would change the copy's.
        """
        attributes = _namespace(x)
        if attributes:
            _namespace(made).update({name: self._inner(value) for name, value in attributes.items()})
        for slot in _slots(self._run, kind):
            try:
                value = slot.__get__(x, kind)
            except AttributeError:  # never assigned
                continue
            slot.__set__(made, self._inner(value))


def _namespace(x: Any) -> dict[str, Any]:
    """Return an object's own `__dict__`, or an empty one: the author's `__getattr__` is not asked for it."""
    try:
        found: dict[str, Any] = object.__getattribute__(x, "__dict__")
    except AttributeError:
        return {}
    return found


def _slots(run: Run, kind: type) -> Iterator[MemberDescriptorType]:
    for cls in kind.__mro__:
        if owns_class(run, cls):
            yield from (slot for slot in vars(cls).values() if type(slot) is MemberDescriptorType)
