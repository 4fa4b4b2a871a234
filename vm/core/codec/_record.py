"""The stand-in for an object whose class is not known on this side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vm.core.codec._shapes import Kind


class Record:
    """Stands in for an object whose class is not known here, and goes back as the very same bytes.

    Its fields are attributes: `order.customer.name`. It cannot be changed. Two records are equal when type
    and fields are. One that stands in for a NamedTuple unpacks like it; one for an enum member has `name`
    (or `value`, for a combination of flags).
    """

    __slots__ = ("__weakref__", "_fields", "_kind", "_state", "_type_name", "_unset")

    def __init__(self, type_name: str, fields: Mapping[str, Any] | None = None, *, kind: str = Kind.DATA) -> None:
        self._type_name = type_name
        self._kind = Kind(kind)
        self._fields: dict[str, Any] = dict(fields or {})
        self._state: Any = None  # of a class with to_state
        self._unset: list[str] = []  # fields of a pydantic model that hold their default

    def __getattr__(self, name: str) -> Any:
        state = self._state
        fields = state if type(state) is dict else self._fields
        try:
            return fields[name]
        except KeyError:
            raise AttributeError(f"{self._type_name} has no field {name!r}", name=name, obj=self) from None

    def __iter__(self) -> Iterator[Any]:
        if self._kind is not Kind.NAMED:
            raise TypeError(f"{self._type_name} is not iterable")
        return iter(self._fields.values())

    def __getitem__(self, index: int) -> Any:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        if type(other) is not Record:
            return NotImplemented
        mine = (self._kind, self._type_name, self._fields, self._state)
        return mine == (other._kind, other._type_name, other._fields, other._state)

    def __hash__(self) -> int:
        hashable = [item for item in self._fields.values() if type(item) in (int, str)]
        return hash((self._kind, self._type_name, *hashable))

    def __repr__(self) -> str:
        fields = "".join(f", {name}={item!r}" for name, item in self._fields.items())
        state = "" if self._state is None else f", {self._state!r}"
        return f"Record({self._type_name!r}{fields}{state})"
