"""Sets that iterate in the order in which their members came.

A real set iterates by hash, and the hash of text is the process's. These are real sets underneath, so that
`len`, `in`, comparison and `isinstance(x, set)` are C's; a dict beside it keeps the order, and everything
that iterates or makes another set is written anew. In a workflow they are `set` and `frozenset`.

Rejected: a class on `collections.abc.MutableSet` alone (`isinstance(x, set)` would not hold, and C code that
takes only sets would refuse it).
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView
from itertools import filterfalse
from typing import Any, Final, Self

from stdlib_shims import stand_in
from stdlib_shims.spending import charge
from stdlib_shims.weights import SCALARS
from stdlib_shims.weights import in_parts as paid

_Order = dict[Any, None]


def _order_of(members: Any) -> _Order:
    """Return the order of members. That of an ordered set is its own: whoever changes it makes a copy."""
    return members._order if type(members) in _KINDS else dict.fromkeys(paid(members))


def _is_set(value: object) -> bool:
    return isinstance(value, (set, frozenset, KeysView, ItemsView)) or type(value) in _DICT_VIEWS


_DICT_VIEWS: Final = (type(dict[Any, Any]().keys()), type(dict[Any, Any]().items()))


class _Ordered:
    """What both kinds share. `_order` is a dict whose keys are the members."""

    __slots__ = ()
    _order: _Order

    def __iter__(self) -> Iterator[Any]:
        return iter(self._order)

    def __repr__(self) -> str:
        name = type(self).__name__
        inside = ", ".join(map(repr, self._order))
        if name == "set" and inside:
            return f"{{{inside}}}"
        return f"{name}({{{inside}}})" if inside else f"{name}()"

    def _make(self, order: _Order) -> Any:
        """Return a set of the plain kind, as C's operators do for a subclass. The order becomes its own."""
        raise NotImplementedError

    def copy(self) -> Any:
        return self._make(self._order.copy())

    def __copy__(self) -> Any:
        return type(self)(self._order)  # type: ignore[call-arg]

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        from copy import deepcopy

        return type(self)([deepcopy(member, memo) for member in self._order])  # type: ignore[call-arg]

    def union(self, *others: Iterable[Any]) -> Any:
        order = self._order.copy()
        for other in others:
            order.update(_order_of(other))
        return self._make(order)

    def intersection(self, *others: Iterable[Any]) -> Any:
        kept: Iterable[Any] = self._order
        for other in others:
            kept = dict.fromkeys(filter(_order_of(other).__contains__, kept))
        return self._make(dict.fromkeys(kept))

    def difference(self, *others: Iterable[Any]) -> Any:
        kept: Iterable[Any] = self._order
        for other in others:
            kept = dict.fromkeys(filterfalse(_order_of(other).__contains__, kept))
        return self._make(dict.fromkeys(kept))

    def symmetric_difference(self, other: Iterable[Any], /) -> Any:
        mine, theirs = self._order, _order_of(other)
        order = dict.fromkeys(filterfalse(theirs.__contains__, mine))
        order.update(dict.fromkeys(filterfalse(mine.__contains__, theirs)))
        return self._make(order)

    def __or__(self, other: Any) -> Any:
        if type(other) in _KINDS:
            return self._make(self._order | other._order)
        return self.union(other) if _is_set(other) else NotImplemented

    def __and__(self, other: Any) -> Any:
        if type(other) in _KINDS:
            order: _Order = {}
            theirs = other._order
            for member in self._order:
                if member in theirs:
                    order[member] = None
            return self._make(order)
        return self.intersection(other) if _is_set(other) else NotImplemented

    def __sub__(self, other: Any) -> Any:
        if type(other) in _KINDS:
            order: _Order = {}
            theirs = other._order
            for member in self._order:
                if member not in theirs:
                    order[member] = None
            return self._make(order)
        return self.difference(other) if _is_set(other) else NotImplemented

    def __xor__(self, other: Any) -> Any:
        return self.symmetric_difference(other) if _is_set(other) else NotImplemented

    def __ror__(self, other: Any) -> Any:
        return self._make(dict.fromkeys(other)).union(self) if _is_set(other) else NotImplemented

    def __rand__(self, other: Any) -> Any:
        return self._make(dict.fromkeys(other)).intersection(self) if _is_set(other) else NotImplemented

    def __rsub__(self, other: Any) -> Any:
        return self._make(dict.fromkeys(other)).difference(self) if _is_set(other) else NotImplemented

    def __rxor__(self, other: Any) -> Any:
        return self._make(dict.fromkeys(other)).symmetric_difference(self) if _is_set(other) else NotImplemented


class OrderedFrozenSet(_Ordered, frozenset):  # type: ignore[type-arg]
    """`frozenset` in a workflow."""

    __slots__ = ("_order",)

    def __new__(cls, members: Iterable[Any] = (), /) -> Self:
        order = dict.fromkeys(paid(members))
        self = frozenset.__new__(cls, order)
        self._order = order
        return self

    def _make(self, order: _Order) -> OrderedFrozenSet:
        if len(order) > _FEW:
            charge(len(order) >> _PER_MEMBER)
        made = frozenset.__new__(OrderedFrozenSet, order)
        made._order = order
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (list(self._order),))


class OrderedSet(_Ordered, set):  # type: ignore[type-arg]
    """`set` in a workflow.

    What `|`, `&` and `-` make of two sets of plain values puts its order off until somebody goes through it: until
    then `_known` is None, and `_sources` are the orders of which it is, or what it was made of. `_is_plain` says
    whether all members are plain values, as far as somebody has looked; where it is true the order may be lent to
    such a result, and is copied before it changes. Of other members the author's own methods would be called in the
    order of hashes.
    """

    __slots__ = ("_is_plain", "_known", "_sources")
    __hash__ = None
    _known: Any  # a dict, or None
    _sources: tuple[Any, ...]
    _is_plain: bool | None

    def __new__(cls, *_: Any, **__: Any) -> Self:
        self = set.__new__(cls)
        self._known = {}
        self._is_plain = None
        return self

    def __init__(self, members: Iterable[Any] = (), /) -> None:
        order = dict.fromkeys(paid(members))
        if self._order:
            _CLEAR(self)
        _FILL(self, order)
        self._known = order
        self._is_plain = None

    @property
    def _order(self) -> _Order:  # type: ignore[override]
        known = self._known
        return self._sort() if known is None else known

    def __iter__(self) -> Iterator[Any]:
        known = self._known
        return iter(self._sort() if known is None else known)

    def _make(self, order: _Order) -> OrderedSet:
        if len(order) > _FEW:
            charge(len(order) >> _PER_MEMBER)
        made: OrderedSet = _NEW(OrderedSet)
        _FILL(made, order)
        made._known = order
        made._is_plain = None
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (list(self._order),))

    # ---- operators of plain sets

    def __or__(self, other: Any) -> Any:
        if type(other) is OrderedSet and (self._is_plain or self._look()) and (other._is_plain or other._look()):
            made: OrderedSet = _NEW(OrderedSet)
            _FILL(made, self, other)
            made._known, made._is_plain = None, True
            made._sources = (self._known or self._order, other._known or other._order)
            return made
        return super().__or__(other)

    def __and__(self, other: Any) -> Any:
        if type(other) is OrderedSet and (self._is_plain or self._look()) and (other._is_plain or other._look()):
            made: OrderedSet = _NEW(OrderedSet)
            _FILL(made, _INTERSECT(self, other))
            made._known, made._is_plain = None, True
            made._sources = (order,) = (self._known or self._order,)
            return made if len(made) * _SMALL_PART >= len(order) else made._sorted()
        return super().__and__(other)

    def __sub__(self, other: Any) -> Any:
        if type(other) is OrderedSet and (self._is_plain or self._look()) and (other._is_plain or other._look()):
            made: OrderedSet = _NEW(OrderedSet)
            _FILL(made, _SUBTRACT(self, other))
            made._known, made._is_plain = None, True
            made._sources = (order,) = (self._known or self._order,)
            return made if len(made) * _SMALL_PART >= len(order) else made._sorted()
        return super().__sub__(other)

    def _sorted(self) -> OrderedSet:
        self._sort()
        return self

    def _look(self) -> bool:
        """Find out whether all members are plain values, if that is not known."""
        if self._is_plain is None:
            self._is_plain = _PLAIN.issuperset(map(type, set.__iter__(self)))
        return self._is_plain

    def _sort(self) -> _Order:
        """Find the order that was put off."""
        order: _Order
        mine, *more = self._sources
        if type(mine) is tuple:
            order = _ORDER(mine)
        elif more:
            order = mine | more[0]
        else:
            order = mine.copy() if len(mine) == len(self) else {member: None for member in mine if member in self}
        self._known, self._sources = order, ()
        return order

    def _changing(self) -> _Order:
        """Return the order that is about to change: nobody else has it."""
        known = self._known
        order = self._sort() if known is None else known.copy()
        self._known = order
        self._is_plain = None
        return order

    # ---- changes in place

    def add(self, member: Any, /) -> None:
        order = self._changing() if self._is_plain else self._known
        _ADD(self, member)
        if self._is_plain:  # a member's `__hash__` has had something made of this set
            order = self._changing()
        order[member] = None

    def discard(self, member: Any, /) -> None:
        order = self._changing() if self._is_plain else self._known
        set.discard(self, member)
        if self._is_plain:  # a member's `__hash__` has had something made of this set
            order = self._changing()
        order.pop(member, None)

    def remove(self, member: Any, /) -> None:
        order = self._changing() if self._is_plain else self._known
        set.remove(self, member)
        if self._is_plain:  # a member's `__hash__` has had something made of this set
            order = self._changing()
        del order[member]

    def pop(self) -> Any:
        """Take the first member that came."""
        order = self._order
        if not order:
            raise KeyError("pop from an empty set")
        member = next(iter(order))
        self.remove(member)
        return member

    def clear(self) -> None:
        self._replace({})

    def update(self, *others: Iterable[Any]) -> None:
        for other in others:
            order = _order_of(other)
            mine = self._changing() if self._is_plain else self._known
            _FILL(self, order)
            if self._is_plain:
                mine = self._changing()
            mine.update(order)

    def difference_update(self, *others: Iterable[Any]) -> None:
        self._replace(self.difference(*others)._order)

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
        _CLEAR(self)
        _FILL(self, order)
        self._known = order
        self._is_plain = None


def make_set(members: Any, is_paid: bool = False) -> OrderedSet:
    """Return what `set(members)`, a set display and a comprehension make: all are paid for before one is hashed."""
    if not is_paid:
        if type(members) is list and len(members) < _FEW and _ARE_SCALARS(map(type, members)):
            return make_plain((*members,))
        members = paid(members)
    made: OrderedSet = _NEW(OrderedSet)
    made._known = order = _ORDER(members)
    _FILL(made, order)
    made._is_plain = None
    return made


def make_plain(members: tuple[Any, ...]) -> OrderedSet:
    """Return the set of a few plain values, which are put in order when somebody first goes through them."""
    made: OrderedSet = _NEW(OrderedSet)
    _FILL(made, members)
    made._known = None
    made._is_plain = True
    made._sources = (members,)
    return made


_PER_MEMBER: Final = 2  # members that are a unit, as a power of two
_FEW: Final = 64  # members that cost nothing
_NEW: Final[Any] = set.__new__
_FILL: Final[Any] = set.update
_ADD: Final[Any] = set.add
_CLEAR: Final[Any] = set.clear
_INTERSECT: Final[Any] = set.intersection
_SUBTRACT: Final[Any] = set.difference
_ORDER: Final[Any] = dict.fromkeys
_ARE_SCALARS: Final = SCALARS.issuperset
_PLAIN: Final = frozenset((int, str, float, bool, bytes, type(None)))
_SMALL_PART: Final = 4
"""What is left of so many times as much is put in order at once, so as not to keep the much."""
_KINDS: Final = frozenset((OrderedSet, OrderedFrozenSet))

for _kind, _name in ((OrderedSet, "set"), (OrderedFrozenSet, "frozenset")):
    _kind.__name__ = _kind.__qualname__ = _name
    _kind.__module__ = "builtins"
stand_in(set, OrderedSet)  # of whatever C makes where nobody looked
stand_in(frozenset, OrderedFrozenSet)
