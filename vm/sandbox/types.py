"""The classes that values of a run may be of, by the names that the journal gives them."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from datetime import tzinfo
from typing import Any, Final

from stdlib_shims import find_zone
from vm import errors
from vm.sandbox.ordered import OrderedFrozenSet, OrderedSet


class SandboxTypes:
    """Names for the codec: `FILE//Qual.Name`, `builtins//ValueError`, `vm//FatalError`.

    `namespaces` gives the names of a project's file, or None; a class whose name does not lead back to it
    (a local one, one that was overwritten) has no name.
    """

    set_type: type = OrderedSet
    frozenset_type: type = OrderedFrozenSet

    def __init__(self, files: dict[str, str], namespaces: Callable[[str], dict[str, Any] | None]) -> None:
        self._file_of_module = files
        self._namespaces = namespaces
        self._names: dict[type, str | None] = {}

    def name_of(self, cls: type) -> str | None:
        if cls not in self._names:
            self._names[cls] = self._work_out(cls)
        return self._names[cls]

    def find(self, name: str) -> type | None:
        place, _, qualname = name.partition("//")
        first, *rest = qualname.split(".")
        if place in _OURS:
            found = None if rest else _OURS[place].get(first)
        else:
            found = (self._namespaces(place) or {}).get(first)
            for part in rest:
                found = vars(found).get(part) if isinstance(found, type) else None
        return found if isinstance(found, type) else None

    def find_zone(self, key: str) -> tzinfo | None:
        """Return the zone that `ZoneInfo(key)` gives in a body: the same object, by the same pinned rules."""
        return find_zone(key)

    def _work_out(self, cls: type) -> str | None:
        for place, table in _OURS.items():
            if table.get(cls.__name__) is cls:
                return f"{place}//{cls.__name__}"
        file = self._file_of_module.get(cls.__module__)
        name = f"{file}//{cls.__qualname__}"
        return name if file is not None and self.find(name) is cls else None


def _exceptions(module: Any) -> dict[str, type]:
    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, Exception) and value.__name__ == name
    }


_OURS: Final = {"builtins": _exceptions(builtins), "vm": _exceptions(errors)}
