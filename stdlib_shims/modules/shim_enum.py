"""`enum`: the classes to derive from, and what stands in their bodies."""

from __future__ import annotations

import enum
import sys
from typing import Any, Final

from stdlib_shims.modules.shim_collections import split_fields
from stdlib_shims.names import check_field
from stdlib_shims.refusals import Refused
from stdlib_shims.run import Run, require_class
from stdlib_shims.standing import stand_in
from stdlib_shims.tables import pick, refuse
from stdlib_shims.weights import pay_to_hash


class Kind(enum.EnumMeta):
    """The class of enumerations: made by a call, one belongs to the file that calls, whatever it claims."""

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: Any, **options: Any) -> Any:
        for value in namespace.values():
            pay_to_hash(value)
        return super().__new__(mcs, name, bases, namespace, **options)

    def __call__(cls, *args: Any, **options: Any) -> Any:
        for value in args:
            pay_to_hash(value)
        for name in ("module", "qualname", "type"):
            if options.get(name) is not None:
                raise Refused(f"an enumeration with {name}=...", "write it as a class")
        if len(args) > 1 and cls.__members__:
            return super().__call__(args, **options)  # a member whose value is a tuple, as from 3.12 on
        if len(args) > 2:
            raise TypeError("an enumeration is made of a name and its members")
        if not cls.__members__ and (len(args) > 1 or "names" in options):
            names = options.pop("names") if "names" in options else args[1]
            names = _check_members(str(args[0]), names)
            options["module"] = sys._getframe(1).f_globals["__name__"]
            args = (args[0], names)
        return super().__call__(*args, **options)

    def __contains__(cls, value: Any) -> bool:
        """Tell whether something is a member or the value of one, as from 3.12 on."""
        if isinstance(value, cls):
            return True
        try:
            return bool(cls.__members__) and cls(value) is not None
        except ValueError:
            return False


def _check_members(name: str, given: Any) -> list[tuple[str, Any]] | list[str]:
    """Return the members of an enumeration made by a call, their names proved harmless."""
    found: list[Any] = list(given.items()) if isinstance(given, dict) else split_fields(given)
    for member in found:
        check_field(member if isinstance(member, str) else member[0], f"the enumeration {name}")
    return found


class Enum(enum.Enum, metaclass=Kind):
    """`enum.Enum`."""


class IntEnum(int, enum.ReprEnum, Enum):
    """`enum.IntEnum`."""


class StrEnum(enum.StrEnum, Enum):
    """`enum.StrEnum`."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[Any]) -> str:
        """Return what `auto()` stands for."""
        return name.lower()

    __str__ = str.__str__
    __format__ = str.__format__  # type: ignore[assignment]  # positional only


class Flag(enum.Flag, Enum, boundary=enum.STRICT):
    """`enum.Flag`. What its last base has of a flag's would be an enumeration's, so it is said again."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[Any]) -> int:
        """Return what `auto()` stands for."""
        value: int = enum.Flag._generate_next_value_(name, start, count, last_values)
        return value


class IntFlag(int, enum.ReprEnum, Flag, boundary=enum.KEEP):  # type: ignore[misc]  # as the real one
    """`enum.IntFlag`."""


for _real, _ours in (
    (enum.Enum, Enum),
    (enum.ReprEnum, Enum),
    (enum.Flag, Flag),
    (enum.IntEnum, IntEnum),
    (enum.IntFlag, IntFlag),
    (enum.StrEnum, StrEnum),
):
    stand_in(_real, _ours)

OFFERS: Final[dict[str, Any]] = {
    **pick(enum, "auto member nonmember"),
    "Enum": Enum,
    "Flag": Flag,
    "IntEnum": IntEnum,
    "IntFlag": IntFlag,
    "StrEnum": StrEnum,
}

REFUSES: Final[dict[str, str]] = {
    **refuse("EnumMeta EnumType EnumDict", "metaclasses are not available; derive from enum.Enum"),
    **refuse("global_enum global_enum_repr global_flag_repr global_str", "it writes into modules by name"),
    **refuse("pickle_by_enum_name pickle_by_global_name", "pickle is not available"),
    **refuse("ReprEnum property", "derive from enum.Enum, IntEnum, StrEnum or Flag"),
    **refuse("CONFORM CONTINUOUS EJECT EnumCheck FlagBoundary KEEP NAMED_FLAGS STRICT UNIQUE verify", "use @unique"),
}


def bind(run: Run) -> dict[str, Any]:
    """Return `unique` for the run's own classes."""

    def unique(enumeration: Any) -> Any:
        require_class(run, enumeration, "unique")
        return enum.unique(enumeration)

    return {"unique": unique}
