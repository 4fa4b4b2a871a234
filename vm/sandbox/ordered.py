"""Sets that iterate in the order in which their members came.

A real set iterates by hash, and the hash of text is the process's. These are real sets underneath, so that
`len`, `in`, comparison and `isinstance(x, set)` are C's; a dict beside it keeps the order, and everything
that iterates or makes another set is written anew. In a workflow they are `set` and `frozenset`.

Rejected: a class on `collections.abc.MutableSet` alone (`isinstance(x, set)` would not hold, and C code that
takes only sets would refuse it).
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView
from typing import Any, Final, Self

from stdlib_shims import stand_in


def _order_of(members: Iterable[Any]) -> dict[Any, None]:
    return dict.fromkeys(members)


def _is_set(value: object) -> bool:
    return isinstance(value, (set, frozenset, KeysView, ItemsView)) or type(value) in _DICT_VIEWS


_DICT_VIEWS: Final = (type(dict[Any, Any]().keys()), type(dict[Any, Any]().items()))


class _Ordered:
    """What both kinds share. `_order` is a dict whose keys are the members."""

    __slots__ = ()
    _order: dict[Any, None]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._order)

    def __repr__(self) -> str:
        name = type(self).__name__
        inside = ", ".join(map(repr, self._order))
        if name == "set" and inside:
            return f"{{{inside}}}"
        return f"{name}({{{inside}}})" if inside else f"{name}()"

    def _make(self, members: Iterable[Any]) -> Any:
        """Return a set of the plain kind, as C's operators do for a subclass."""
        return (OrderedSet if isinstance(self, set) else OrderedFrozenSet)(members)

    def copy(self) -> Any:
        return self._make(self._order)

    def __copy__(self) -> Any:
        return type(self)(self._order)  # type: ignore[call-arg]

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        from copy import deepcopy

        return type(self)([deepcopy(member, memo) for member in self._order])  # type: ignore[call-arg]

    def union(self, *others: Iterable[Any]) -> Any:
        return self._make(member for part in (self._order, *others) for member in part)

    def intersection(self, *others: Iterable[Any]) -> Any:
        kept: Iterable[Any] = self._order
        for other in others:
            allowed = _order_of(other)
            kept = [member for member in kept if member in allowed]
        return self._make(kept)

    def difference(self, *others: Iterable[Any]) -> Any:
        gone = _order_of(member for other in others for member in other)
        return self._make(member for member in self._order if member not in gone)

    def symmetric_difference(self, other: Iterable[Any], /) -> Any:
        theirs = _order_of(other)
        mine = [member for member in self._order if member not in theirs]
        return self._make(mine + [member for member in theirs if member not in self._order])

    def __or__(self, other: Any) -> Any:
        return self.union(other) if _is_set(other) else NotImplemented

    def __and__(self, other: Any) -> Any:
        return self.intersection(other) if _is_set(other) else NotImplemented

    def __sub__(self, other: Any) -> Any:
        return self.difference(other) if _is_set(other) else NotImplemented

    def __xor__(self, other: Any) -> Any:
        return self.symmetric_difference(other) if _is_set(other) else NotImplemented

    def __ror__(self, other: Any) -> Any:
        return self._make(other).union(self) if _is_set(other) else NotImplemented

    def __rand__(self, other: Any) -> Any:
        return self._make(other).intersection(self) if _is_set(other) else NotImplemented

    def __rsub__(self, other: Any) -> Any:
        return self._make(other).difference(self) if _is_set(other) else NotImplemented

    def __rxor__(self, other: Any) -> Any:
        return self._make(other).symmetric_difference(self) if _is_set(other) else NotImplemented


class OrderedFrozenSet(_Ordered, frozenset):  # type: ignore[type-arg]
    """`frozenset` in a workflow."""

    __slots__ = ("_order",)

    def __new__(cls, members: Iterable[Any] = (), /) -> Self:
        order = _order_of(members)
        self = frozenset.__new__(cls, order)
        self._order = order
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (list(self._order),))


class OrderedSet(_Ordered, set):  # type: ignore[type-arg]
    """`set` in a workflow."""

    __slots__ = ("_order",)
    __hash__ = None

    def __new__(cls, *_: Any, **__: Any) -> Self:
        self = set.__new__(cls)
        self._order = {}
        return self

    def __init__(self, members: Iterable[Any] = (), /) -> None:
        self._replace(dict.fromkeys(members))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (list(self._order),))

    def add(self, member: Any, /) -> None:
        set.add(self, member)
        self._order[member] = None

    def discard(self, member: Any, /) -> None:
        set.discard(self, member)
        self._order.pop(member, None)

    def remove(self, member: Any, /) -> None:
        set.remove(self, member)
        del self._order[member]

    def pop(self) -> Any:
        """Take the first member that came."""
        if not self._order:
            raise KeyError("pop from an empty set")
        member = next(iter(self._order))
        self.remove(member)
        return member

    def clear(self) -> None:
        self._replace({})

    def update(self, *others: Iterable[Any]) -> None:
        for other in others:
            for member in list(other):
                self.add(member)

    def difference_update(self, *others: Iterable[Any]) -> None:
        for other in others:
            for member in list(other):
                self.discard(member)

    def intersection_update(self, *others: Iterable[Any]) -> None:
        self._replace(self.intersection(*others)._order)

    def symmetric_difference_update(self, other: Iterable[Any], /) -> None:
        self._replace(self.symmetric_difference(other)._order)

    def __ior__(self, other: Any) -> Any:
        return self._in_place(self.update, other)

    def __iand__(self, other: Any) -> Any:
        return self._in_place(self.intersection_update, other)

    def __isub__(self, other: Any) -> Any:
        return self._in_place(self.difference_update, other)

    def __ixor__(self, other: Any) -> Any:
        return self._in_place(self.symmetric_difference_update, other)

    def _in_place(self, change: Any, other: Any) -> Any:
        if not _is_set(other):
            return NotImplemented
        change(other)
        return self

    def _replace(self, order: dict[Any, None]) -> None:
        set.clear(self)
        set.update(self, order)
        self._order = order


def make_set(members: Iterable[Any]) -> OrderedSet:
    """Return what a set display makes."""
    made: OrderedSet = _NEW(OrderedSet, members)
    made._order = order = dict.fromkeys(members)
    _FILL(made, order)
    return made


_NEW: Final[Any] = set.__new__
_FILL: Final[Any] = set.update

for _kind, _name in ((OrderedSet, "set"), (OrderedFrozenSet, "frozenset")):
    _kind.__name__ = _kind.__qualname__ = _name
    _kind.__module__ = "builtins"
stand_in(set, OrderedSet)  # of whatever C makes where nobody looked
stand_in(frozenset, OrderedFrozenSet)


class OrderedKeys(KeysView[Any]):
    """`d.keys()` where more may be done with it than iterating: its set operators keep the order."""

    __slots__ = ()

    @classmethod
    def _from_iterable(cls, members: Iterable[Any]) -> Any:
        return OrderedSet(members)

    def __repr__(self) -> str:
        return f"dict_keys({list(self)!r})"

    def __reversed__(self) -> Iterator[Any]:
        return iter([*self][::-1])


class OrderedItems(ItemsView[Any, Any]):
    """`d.items()`, likewise."""

    __slots__ = ()

    @classmethod
    def _from_iterable(cls, members: Iterable[Any]) -> Any:
        return OrderedSet(members)

    def __repr__(self) -> str:
        return f"dict_items({list(self)!r})"

    def __reversed__(self) -> Iterator[Any]:
        return iter([*self][::-1])


for _real, _ours in ((KeysView, OrderedKeys), (ItemsView, OrderedItems)):
    stand_in(_real, _ours)
