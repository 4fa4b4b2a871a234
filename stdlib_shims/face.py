"""The immutable stand-in for a module.

Rejected: the module itself (every one leads to `os` or `builtins` in a few attributes), a filtered
`ModuleType` (it has a `__dict__` and a `__spec__`), a class with `__getattr__` over a dict (150 ns a read).
Here the members are slots, so that a read is one native descriptor call and there is no dict to reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

from stdlib_shims.refusals import Frozen, NotOffered, Refused
from stdlib_shims.standing import offer

_NOTHING_REFUSED: Mapping[str, str] = MappingProxyType({})


class Late(NamedTuple):
    """Members that a face has and that are made when one is read first: `make` returns it, and those made with it."""

    names: tuple[str, ...]
    make: Callable[[str], Mapping[str, object]]


class Face:
    """What sandboxed code gets in place of the module `name`: its `members`, by name, and nothing else.

    `late` has further ones. `refused` maps names that the module has and the face has not to the reason and the way
    out.

    Raises:
        NotOffered: On reading any other name. It is an AttributeError with a fixed text.
        Frozen: On every assignment and deletion. It is an AttributeError too.
    """

    __slots__ = ("_late",)
    _late: Late | None
    _name: str
    _refused: Mapping[str, str]

    def __new__(
        cls,
        name: str,
        members: Mapping[str, object],
        refused: Mapping[str, str] = _NOTHING_REFUSED,
        late: Late | None = None,
    ) -> Face:
        names = tuple(members) if late is None else (*members, *late.names)
        shape = _shape(name, names, tuple(refused.items()))
        face: Face = object.__new__(shape)
        object.__setattr__(face, "_late", late)
        _fill(face, members)
        return face

    def __getattr__(self, name: str) -> Any:
        """Make a member that is not there yet: its slot is empty."""
        late = self._late
        if late is not None and name in late.names:
            _fill(self, late.make(name))
            return object.__getattribute__(self, name)
        raise NotOffered(self._name, name, self._refused.get(name))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise Frozen(self._name, name)

    def __delattr__(self, name: str) -> NoReturn:
        raise Frozen(self._name, name)

    def __dir__(self) -> Iterable[str]:
        return members_of(self)

    def __repr__(self) -> str:
        return f"<face {self._name}>"


def _fill(face: Face, members: Mapping[str, object]) -> None:
    for member, value in members.items():
        object.__setattr__(face, member, offer(value) if isinstance(value, type) else value)


@cache
def _shape(name: str, members: tuple[str, ...], refused: tuple[tuple[str, str], ...]) -> type[Face]:
    """Return the class of all faces with these names. A run makes many; the classes are made once.

    Raises:
        Refused: A name is private or special: a face's class can be reached, and would make objects with hooks.
    """
    for member in members:
        if type(member) is not str or member.startswith("_"):
            raise Refused(f"a face with a member called {member}", "its members are public names")
    namespace = {"__slots__": members, "_name": name, "_refused": MappingProxyType(dict(refused))}
    return type("Face", (Face,), namespace)


def name_of(face: Face) -> str:
    """Return the module's name."""
    return face._name


def members_of(face: Face) -> tuple[str, ...]:
    """Return the names of a face's members."""
    slots: tuple[str, ...] = type(face).__slots__
    return slots


def refusals_of(face: Face) -> Mapping[str, str]:
    """Return the names that a face refuses, each with the reason and the way out."""
    return face._refused


def refusal_of(face: Face, name: str) -> str | None:
    """Return why the face does not have a name, or None when nobody decided about it."""
    return face._refused.get(name)
