"""What classes are in a workflow: what they may derive from, how they show, and what `type` answers."""

from __future__ import annotations

import types
from collections.abc import ItemsView, KeysView
from typing import Any, Final

from stdlib_shims import is_shown, is_unoffered, shown, standing_for
from vm.errors import AccessRefused
from vm.sandbox import hooks
from vm.sandbox.ordered import OrderedFrozenSet, OrderedSet
from vm.sandbox.ordered_views import OrderedItems, OrderedKeys
from vm.sandbox.placeholder import Placeholder
from vm.sandbox.sizes import Range, Slice
from vm.sandbox.texts import OwnText, Text


def plain_repr(self: object) -> str:
    """The default representation, without the address."""
    return f"<{type(self).__module__}.{type(self).__qualname__} object>"


_DERIVED_FROM: Final[dict[type, type]] = {
    str: OwnText,
    Text: OwnText,
    set: OrderedSet,
    frozenset: OrderedFrozenSet,
    KeysView: OrderedKeys,
    ItemsView: OrderedItems,
}
"""What an author's class derives from instead of what it says."""


def bases_of(given: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the bases that a class statement's class is made with. Those given, if none has to be another."""
    resolved = types.resolve_bases(given)
    for base in resolved:
        check_base(base)
    if any(base in _DERIVED_FROM for base in resolved if isinstance(base, type)):
        return tuple(_DERIVED_FROM.get(base, base) for base in resolved)
    return given


def shown_mro(kind: type) -> list[type]:
    """Return the method resolution order of a class as far as a workflow sees it."""
    return [*dict.fromkeys(standing_for(base) for base in kind.__mro__ if is_shown(base))]


def check_base(base: object) -> None:
    """Refuse classes that an author's class must not derive from."""
    if not isinstance(base, type):
        return
    why = None
    if issubclass(base, type):
        why = "a metaclass decides how classes are made"
    elif issubclass(base, BaseExceptionGroup):
        why = "except* trusts an exception group to split itself"
    elif issubclass(base, BaseException) and not issubclass(base, Exception):
        why = "only Exception and its kinds pass through handlers as they should"
    elif is_unoffered(base):
        why = "no module offers it"
    elif base.__module__.startswith(("vm.core.", "vm.sandbox.", "vm.host.")):
        why = "its private names are the VM's"
    if why is not None:
        raise AccessRefused(f"a class cannot derive from {base.__name__}: {why}", fix="derive from another class")


class _TypeOfTypes(type):
    """Makes `type` callable, and `isinstance(x, type)` true of classes."""

    def __call__(cls, *arguments: Any, **keywords: Any) -> Any:
        if len(arguments) != 1 or keywords:
            raise AccessRefused("type() takes one argument in workflow code", fix="write a class statement")
        return own_type(arguments[0])

    def __instancecheck__(cls, value: object) -> bool:
        return issubclass(type(value), type)

    def __subclasscheck__(cls, kind: type) -> bool:
        return kind is cls or issubclass(kind, type)

    def __repr__(cls) -> str:
        return "<class 'type'>"


class Type(metaclass=_TypeOfTypes):
    """`type` in a workflow: it answers what something is, and never a metaclass."""


def own_type(value: object) -> Any:
    """What `type(x)` and `x.__class__` answer."""
    kind = type(value)
    if kind is Placeholder:
        raise AccessRefused("what stands in for an import has no type in workflow code", fix="use it in a step")
    if kind is super:
        raise AccessRefused("super() has no type in workflow code", fix="name the class")
    if kind is range:
        return Range
    if kind is slice:
        return Slice
    if hooks.OWN in kind.__dict__:
        return kind
    return Type if issubclass(kind, type) else shown(kind)
