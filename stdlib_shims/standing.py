"""Classes that stand for a real one: calling them checks, and gives an instance of the real one.

The boundary, arithmetic and C code know the real class only, and arithmetic on a subclass gives the real
one back; so instances are never of ours. The sandbox's `type()` may ask `standing_for` of what it found, so
that `type(x)` is the class that the author has imported.
"""

from __future__ import annotations

from abc import ABCMeta
from typing import Any

_STANDING: dict[type, type] = {}


def stand_in(real: type, ours: type) -> None:
    """Have a class answer for a real one where `type()` would give that."""
    _STANDING[real] = ours


def standing_for(kind: type) -> type:
    """Return what stands for a class in the faces that have been made, or the class itself."""
    return _STANDING.get(kind, kind)


class Standing(ABCMeta):
    """The class of those classes. The one that names it stands for its first base; authors' subclasses do not.

    The real class and its stand-in are equal, and one key of a dict.
    """

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> Any:
        cls = super().__new__(mcs, name, bases, namespace, **options)
        if not isinstance(bases[0], Standing):
            _STANDING[bases[0]] = cls
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
    return cls.__bases__[0]


def _is_standing(cls: type) -> bool:
    return _STANDING.get(_real(cls)) is cls
