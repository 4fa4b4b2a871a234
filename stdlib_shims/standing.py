"""Classes that stand for a real one: what a body holds where the library would hand out the class itself.

A function that is read from a class takes anything for its `self`: a class written in Python would lend its
functions, which may look at and write to what a body must not, to objects of all other kinds. So classes are
handed out through `offer`: what is read from them takes their own instances only.

The boundary, arithmetic and C code know the real class only, and arithmetic on a subclass gives the real
one back; so instances are never of ours. `shown` says what `type(x)` is for the author.
"""

from __future__ import annotations

import builtins
from abc import ABCMeta
from collections.abc import Callable, Iterable
from types import FunctionType, MappingProxyType
from typing import Any, Final

from stdlib_shims.refusals import Refused

_STANDING: dict[type, type] = {}
_OURS: set[type] = set()
_UNOFFERED: dict[type, type] = {}

_HEAP_TYPE: Final = 1 << 9
_PROTOCOL_ONLY: Final = frozenset(("collections.abc", "numbers"))
"""Modules whose functions do to `self` only what anybody may: they call its special methods."""


_SHARED: Final = "_field_defaults"
"""A dict that a named tuple's class has for all who derive from it."""


def stand_in(real: type, ours: type) -> None:
    """Have a class answer for a real one where `type()` would give that."""
    _STANDING[real] = ours
    if not isinstance(ours, Standing):  # one that is would be equal to the real one
        _OURS.add(ours)


def standing_for(kind: type) -> type:
    """Return what stands for a class in the faces that have been made, or the class itself."""
    return _STANDING.get(kind, kind)


def offer(value: Any) -> Any:
    """Return what a face has for a member: of a class that lends functions, what stands for it."""
    if not isinstance(value, type) or issubclass(value, BaseException):
        return value
    if value in _STANDING:
        return _STANDING[value]
    if value in _OURS:
        return value
    return _stand_for(value, _make_real) if type(value) in (type, ABCMeta) and _lends(value) else value


def shown(kind: type) -> type:
    """Return what `type(x)` is for an author: of a class that no face has, something that can only be compared."""
    if kind in _STANDING:
        return _STANDING[kind]
    if is_shown(kind):
        return kind
    if kind not in _UNOFFERED:
        _UNOFFERED[kind] = _stand_for(kind, _make_none)
        del _STANDING[kind]
    return _UNOFFERED[kind]


def is_shown(kind: type) -> bool:
    """Tell whether a body may hold a class: nothing that can be read from it is dangerous in other hands."""
    return not kind.__flags__ & _HEAP_TYPE or kind in _OURS or not _lends(kind)


def is_unoffered(kind: type) -> bool:
    """Tell whether a class is what `shown` has put in another's place."""
    return isinstance(kind, Standing) and _UNOFFERED.get(_real(kind)) is kind


def is_host_function(function: object) -> bool:
    """Tell whether something is a plain function that sandboxed code did not make."""
    return type(function) is FunctionType and getattr(function, "__builtins__", None) is vars(builtins)


def for_instances(owner: type, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of a class for instances of that class only.

    Raises:
        Refused: It is called with anything else.
    """

    def method(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        if owner not in type(self).__mro__:
            raise Refused(f"{owner.__name__}.{function.__name__} of a {type(self).__name__}", "call it on an instance")
        return function(self, *args, **kwargs)

    method.__name__, method.__qualname__ = function.__name__, function.__qualname__
    return method


def bounded(function: Any, name: str, mro: Iterable[type]) -> Any:
    """Return a function of the library that was found by name in one of some classes: a method for instances only."""
    owner = next((base for base in mro if name in vars(base)), None)
    return for_instances(owner, function) if owner and type(vars(owner)[name]) is FunctionType else function


class Sealed(ABCMeta):
    """The class of classes that hand out the library's functions for their own instances only."""

    def __getattribute__(cls, name: str) -> Any:
        found = super().__getattribute__(name)
        return bounded(found, name, cls.__mro__) if is_host_function(found) else found


class Standing(Sealed):
    """The class of those that stand for another. The one that names it stands for its first base; authors' do not.

    The real class and its stand-in are equal, and one key of a dict.
    """

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> Any:
        cls = super().__new__(mcs, name, bases, namespace, **options)
        if not isinstance(bases[0], Standing):
            stand_in(bases[0], cls)
        return cls

    def __instancecheck__(cls, instance: object) -> bool:
        return _real(cls) in type(instance).__mro__ if _is_standing(cls) else super().__instancecheck__(instance)

    def __subclasscheck__(cls, subclass: type) -> bool:
        # Not `issubclass`: an abstract base above asks all classes below it, so ours again.
        return _real(cls) in subclass.__mro__ if _is_standing(cls) else super().__subclasscheck__(subclass)

    def __eq__(cls, other: object) -> bool:
        return cls is other or (_is_standing(cls) and _real(cls) is other)

    def __hash__(cls) -> int:
        return hash(_real(cls)) if _is_standing(cls) else type.__hash__(cls)

    def __repr__(cls) -> str:
        return repr(_real(cls)) if _is_standing(cls) else super().__repr__()


def _real(cls: type) -> type:
    return cls.__bases__[0] if cls.__bases__ else cls


def _is_standing(cls: type) -> bool:
    real = _real(cls)
    return _STANDING.get(real) is cls or _UNOFFERED.get(real) is cls


def _lends(cls: type) -> bool:
    """Tell whether public functions, or a dict, of the library can be read from a class as they are."""
    if isinstance(cls, Sealed):
        return False
    return hasattr(cls, _SHARED) or any(
        is_host_function(function) and not name.startswith("_")
        for base in cls.__mro__
        if base.__module__ not in _PROTOCOL_ONLY
        for name, function in vars(base).items()
    )


def _stand_for(real: type, new: Callable[..., Any]) -> type:
    namespace = {name: getattr(real, name) for name in ("__module__", "__qualname__", "__doc__")}
    if hasattr(real, _SHARED):
        namespace[_SHARED] = MappingProxyType(getattr(real, _SHARED))
    made: type = Standing(real.__name__, (real,), {**namespace, "__slots__": (), "__new__": new})
    inner = {name: value for base in real.__mro__ for name, value in vars(base).items() if isinstance(value, type)}
    for name, value in inner.items():  # a class that the class has, for who derives from it
        if name != "__class__" and offer(value) is not value:
            type.__setattr__(made, name, offer(value))
    return made


def _make_real(cls: Any, *args: Any, **kwargs: Any) -> Any:
    """What stands for a class makes instances of that; a class of an author's, its own."""
    real = next(base for base in cls.__mro__ if not isinstance(base, Standing))
    if _STANDING[real] is cls:
        return real(*args, **kwargs)
    new: Any = real.__new__
    return new(cls) if new is object.__new__ else new(cls, *args, **kwargs)


def _make_none(cls: type, *args: Any, **kwargs: Any) -> Any:
    raise Refused(f"a call of {cls.__name__}", "no module offers it")
