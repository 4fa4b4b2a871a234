"""Which classes a side knows, and by what name; the mark that makes a class cross the boundary."""

from __future__ import annotations

import builtins
import decimal
import json
from collections.abc import Mapping
from dataclasses import field
from datetime import tzinfo
from typing import Final, Protocol, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vm import errors
from vm.core.frozen import frozen
from vm.core.streams import Stream

_Class = TypeVar("_Class", bound=type)

MARK: Final = "__vm_serializable__"


class Types(Protocol):
    """The classes that one side of the boundary knows. Those of `PLAIN` need not be repeated."""

    @property
    def set_type(self) -> type:
        """What an encoded set decodes to: `set`, or a class that adds, iterates and keeps the order."""
        ...

    @property
    def frozenset_type(self) -> type:
        """What an encoded frozenset decodes to: `frozenset`, or a class made from an iterable."""
        ...

    def name_of(self, cls: type) -> str | None:
        """Return the name that `cls` crosses under, or None: its instances are refused."""
        ...

    def find(self, name: str) -> type | None:
        """Return the class called `name`, or None: its instances come back as `Record` or `RemoteError`."""
        ...

    def find_zone(self, key: str) -> tzinfo | None:
        """Return the time zone of a key, by the rules of this side, or None."""
        ...


def zone_of_process(key: str) -> tzinfo | None:
    """Return what `ZoneInfo(key)` gives in this process: by the machine's rules, where it has any."""
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a ValueError: the key leads out of the folder of zones
        return None


@frozen
class TypeTable:
    """`Types` given as a table of names."""

    classes: Mapping[str, type] = field(default_factory=dict)
    set_type: type = set
    frozenset_type: type = frozenset
    _names: Mapping[type, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_names", {cls: name for name, cls in self.classes.items()})

    def name_of(self, cls: type) -> str | None:
        return self._names.get(cls)

    def find(self, name: str) -> type | None:
        return self.classes.get(name)

    def find_zone(self, key: str) -> tzinfo | None:
        return zone_of_process(key)


def serializable(cls: _Class) -> _Class:
    """Let instances of `cls` cross the boundary.

    What crosses is the instance's attributes; `__init__` is not run on the other side. A class whose
    attributes do not tell all, or hold what cannot cross, defines `to_state(self)` and the classmethod
    `from_state(cls, state)`; the state is any encodable value.
    """
    setattr(cls, MARK, True)
    return cls


def _builtin_errors() -> dict[str, type]:
    found = {name: value for name, value in vars(builtins).items() if isinstance(value, type)}
    return {name: cls for name, cls in found.items() if issubclass(cls, BaseException) and cls.__name__ == name}


def _own_classes() -> dict[str, type]:
    found = [value for value in vars(errors).values() if isinstance(value, type)]
    return {f"vm//{cls.__name__}": cls for cls in found if cls.__module__ == errors.__name__}


_DECIMAL_SIGNALS: Final = (
    decimal.Clamped, decimal.DivisionByZero, decimal.FloatOperation, decimal.Inexact, decimal.InvalidOperation,
    decimal.Overflow, decimal.Rounded, decimal.Subnormal, decimal.Underflow,
)  # fmt: skip

BUILTIN_ERRORS: Final = frozenset(_builtin_errors().values())

PLAIN: Final = TypeTable(
    {
        **_builtin_errors(),
        **_own_classes(),
        **{f"decimal//{cls.__name__}": cls for cls in _DECIMAL_SIGNALS},
        "json//JSONDecodeError": json.JSONDecodeError,
        "vm//Stream": Stream,
    }
)
"""Knows what every side has: the builtin exceptions, this package's, a few of the stdlib's; streams."""
