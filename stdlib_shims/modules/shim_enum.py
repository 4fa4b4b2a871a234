"""`enum`: the classes to derive from, and what stands in their bodies."""

from __future__ import annotations

import enum
from typing import Any, Final

from stdlib_shims.run import Run, require_class
from stdlib_shims.tables import pick, refuse

OFFERS: Final[dict[str, Any]] = pick(enum, "Enum Flag IntEnum IntFlag StrEnum auto member nonmember")

REFUSES: Final[dict[str, str]] = {
    **refuse("EnumMeta EnumType EnumDict", "metaclasses are not available; derive from enum.Enum"),
    **refuse("global_enum global_enum_repr global_flag_repr global_str", "it writes into modules by name"),
    **refuse("ReprEnum property", "derive from enum.Enum, IntEnum, StrEnum or Flag"),
    **refuse("CONFORM CONTINUOUS EJECT EnumCheck FlagBoundary KEEP NAMED_FLAGS STRICT UNIQUE verify", "use @unique"),
}


def bind(run: Run) -> dict[str, Any]:
    """Return `unique` for the run's own classes."""

    def unique(enumeration: Any) -> Any:
        require_class(run, enumeration, "unique")
        return enum.unique(enumeration)

    return {"unique": unique}
