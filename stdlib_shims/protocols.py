"""`typing.Protocol` of our own: structural `isinstance` with one meaning on every Python.

The real one looks members up in three different ways over the versions, and counts whatever a class body
holds, so also what the sandbox marks its classes with.
"""

from __future__ import annotations

import inspect
from abc import ABCMeta
from typing import Any, Final

from stdlib_shims.forms import OURS, Form, Generic
from stdlib_shims.refusals import Refused
from stdlib_shims.tables import words

_NOT_MEMBERS: Final = frozenset(
    words(
        """
        __abstractmethods__ __annotate__ __annotate_func__ __annotations__ __annotations_cache__ __classcell__
        __classdictcell__ __class_getitem__ __conditional_annotations__ __dict__ __doc__ __firstlineno__
        __init__ __init_subclass__ __match_args__ __module__ __new__ __orig_bases__ __parameters__ __qualname__
        __slots__ __static_attributes__ __type_params__ __weakref__ _abc_impl _is_checkable _members
        """
    )
)
_MISSING: Final = object()


class ProtocolMeta(ABCMeta):
    """The class of protocols. `_members` holds the names that an object must have, or None for other classes."""

    _members: tuple[str, ...] | None
    _is_checkable: bool

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> Any:
        cls = super().__new__(mcs, name, bases, namespace, **options)
        cls._is_checkable = False
        cls._members = _members_of(cls) if any("_is_root" in vars(base) for base in bases) else None
        if cls._members is not None:
            _check_bases(name, bases)
        return cls

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls._members is not None:
            raise Refused(f"an instance of the protocol {cls.__name__}", "derive a class from it")
        return super().__call__(*args, **kwargs)

    def __instancecheck__(cls, instance: object) -> bool:
        if cls._members is None:
            return super().__instancecheck__(instance)
        return _is_like(type(instance), cls) or all(
            inspect.getattr_static(instance, name, _MISSING) is not _MISSING for name in cls._members
        )

    def __subclasscheck__(cls, subclass: type) -> bool:
        """Tell by name alone: abstract classes above, which are the whole process's, ask all classes below them."""
        return super().__subclasscheck__(subclass) if cls._members is None else cls in subclass.__mro__


class Protocol(Generic, metaclass=ProtocolMeta):
    """What protocols are derived from."""

    __slots__ = ()
    _is_root = True  # by a mark and not by name: the metaclass runs before the name exists


class ProtocolForm(Form, seal=OURS):
    """The name `Protocol`, with or without parameters."""

    __slots__ = ()

    def __getitem__(self, arguments: Any) -> Form:
        return self

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return (Protocol,)  # also where another base brings it along: its being named is what makes a protocol


def is_subclass(cls: Any, kinds: Any, /) -> bool:
    """Return what `issubclass` does, also for protocols, which it asks by form."""
    for kind in kinds if isinstance(kinds, tuple) else (kinds,):
        if isinstance(kind, ProtocolMeta) and kind._members is not None and _is_like(cls, kind):
            return True
    return issubclass(cls, kinds)


def _is_like(cls: type, protocol: ProtocolMeta) -> bool:
    if not protocol._is_checkable:
        raise Refused(f"isinstance with the protocol {protocol.__name__}", "decorate it with @runtime_checkable")
    return protocol in cls.__mro__ or all(_defines(cls, name) for name in protocol._members or ())


def make_checkable(cls: Any) -> Any:
    """Let `isinstance` take a protocol.

    Raises:
        Refused: It is not one.
    """
    if not isinstance(cls, ProtocolMeta) or cls._members is None:
        raise Refused("runtime_checkable", "it takes a class with Protocol among its bases")
    cls._is_checkable = True
    return cls


def _check_bases(name: str, bases: tuple[type, ...]) -> None:
    """Refuse other bases: a protocol matches anything of its form, so its patterns must not come from elsewhere."""
    for base in bases:
        is_protocol = isinstance(base, ProtocolMeta) and (base._members is not None or "_is_root" in vars(base))
        if not is_protocol and base not in (object, Generic) and base.__module__ != "collections.abc":
            raise Refused(f"the base {base.__name__} of the protocol {name}", "protocols derive from protocols only")


def _members_of(cls: ProtocolMeta) -> tuple[str, ...]:
    inherited = (getattr(base, "_members", None) or () for base in cls.__bases__)
    declared = (*vars(cls), *inspect.get_annotations(cls))
    # A name with a dot is the sandbox's own.
    members = {name for name in declared if name not in _NOT_MEMBERS and "." not in name}
    return tuple(sorted(members.union(*inherited)))


def _defines(cls: type, name: str) -> bool:
    """Tell whether a class has a member; None says that it has not, as in `__hash__ = None`."""
    for base in cls.__mro__:
        if name in vars(base):
            return vars(base)[name] is not None
    return False
