"""Which classes a run's own code made: their instances may be written to, their private names read."""

from __future__ import annotations

from typing import Any, Final, Self

from vm.sandbox import hooks

_NAMESPACE: Final = type.__dict__["__dict__"]


class Token:
    """What the classes of one run are marked with. A descriptor, so that an enum does not take it for a member."""

    __slots__ = ()

    def __get__(self, instance: object, owner: type | None = None) -> Self:
        return self

    def __repr__(self) -> str:
        return "<own>"


class Ownership:
    """The classes of one run. Guards look into `classes` first."""

    def __init__(self) -> None:
        self.token = Token()
        self.classes: set[type] = set()

    def add(self, cls: type) -> None:
        self.classes.add(cls)

    def owns(self, cls: object) -> bool:
        """Whether `cls` is a class that this run's code made."""
        if cls in self.classes if _is_class(cls) else False:
            return True
        if _is_class(cls) and _NAMESPACE.__get__(cls).get(hooks.OWN) is self.token:
            self.classes.add(cls)  # type: ignore[arg-type]  # a copy that @dataclass(slots=True) made
            return True
        return False

    def is_own(self, value: object) -> bool:
        """Whether `value` is an instance of such a class, or such a class itself."""
        return type(value) in self.classes or self.owns(type(value)) or self.owns(value)


def _is_class(value: Any) -> bool:
    return issubclass(type(value), type)
