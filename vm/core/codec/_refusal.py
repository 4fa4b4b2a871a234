"""How a refused value finds its path: nothing is tracked on the way down, the path is read on the way up."""

from __future__ import annotations

from typing import Any

from vm.core.codec._record import Record
from vm.core.codec._shapes import instance_attributes, type_name
from vm.core.events import quote
from vm.errors import NotSerializable


class Refusal(Exception):
    """The encoder met `value`, which does not round-trip. Never seen outside the package."""

    def __init__(self, value: object, why: str) -> None:
        super().__init__(why)
        self.kind = type_name(type(value)).rpartition("//")[2]
        self.why = why
        self._at = value
        self._parts: list[str] = []

    def climb(self, container: Any) -> None:
        """Note where in `container` the refused value stands."""
        if container is not self._at:
            self._parts.append(_label(container, self._at))
            self._at = container

    def error(self, root: str) -> NotSerializable:
        """Return the error to raise. `root` is what the whole value is called."""
        return NotSerializable(root + "".join(reversed(self._parts)), self.kind, self.why)

    def error_in_call(self) -> NotSerializable:
        """Return the error to raise when the value is a pair (args, kwargs)."""
        self._parts[-1] = {"[0]": "args", "[1]": "kwargs"}[self._parts[-1]]
        return self.error("")


def _label(container: Any, member: object) -> str:
    if type(container) is dict:
        return _dict_label(container, member)
    if type(container) in (list, tuple):
        return f"[{next(index for index, item in enumerate(container) if item is member)}]"
    fields = container._fields if type(container) is Record else instance_attributes(container)
    for name, item in fields.items():
        if item is member:
            return f".{name}"
    return " (a member)" if hasattr(type(container), "__contains__") else ".to_state()"


def _dict_label(container: dict[Any, Any], member: object) -> str:
    for key, item in container.items():
        if item is member:
            return f"[{quote(key)}]" if type(key) is str else f"[{key}]" if type(key) is int else " (a value)"
    return " (a key)"
