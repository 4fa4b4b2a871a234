"""What stands for the names of `typing` inside the sandbox: inert objects that only keep their spelling.

Annotations are never evaluated there, so a name of `typing` needs to be written, subscripted, joined with
`|` and derived from, no more. The real ones compile strings into forward references, pass attribute reads
on to the class they stand for, and change their repr with the version.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final, Self

from stdlib_shims.refusals import Refused, TooLarge
from stdlib_shims.spending import charge
from stdlib_shims.standing import standing_for
from stdlib_shims.weights import weigh

OURS: Final = object()

MAX_SPELLING: Final = 10_000


class Form:
    """A name of `typing`, or one with its arguments. Nothing outside the shims can derive from it.

    `target` is the class that it stands for as a base class and in `isinstance`; None for what is only said.
    """

    __slots__ = ("_name", "_target")
    _name: str
    _target: type | None

    @property
    def __name__(self) -> str:
        """The name alone, as it is written."""
        return self._name.partition("[")[0].rpartition(".")[2]

    def __init_subclass__(cls, *, seal: object = None) -> None:
        if seal is not OURS:
            raise Refused("a class derived from a name of typing", "derive it from the class that the name stands for")

    def __new__(cls, name: str, target: type | None = None) -> Self:
        """Make one. Not `__init__`, which could be called again on one that all runs share."""
        if len(name) > MAX_SPELLING:
            raise TooLarge("the name of a type", MAX_SPELLING, "characters")
        form = super().__new__(cls)
        form._name = name
        form._target = target
        return form

    def __getitem__(self, arguments: Any) -> Form:
        given = arguments if isinstance(arguments, tuple) else (arguments,)
        charge(weigh(given))  # the same list, or alias, may be met in them many times over
        names = [*map(spell, given)]
        if sum(map(len, names)) > MAX_SPELLING:
            raise TooLarge("the name of a type", MAX_SPELLING, "characters")
        return Form(f"{self._name}[{', '.join(names)}]", self._target)

    def __iter__(self) -> Iterator[Form]:
        """Give what `tuple[*Ts]` unpacks. Without this, whatever asks for an index would be gone through for ever."""
        yield Form(f"typing.Unpack[{self!r}]")

    def __or__(self, other: Any) -> Form:
        return Form(f"{spell(self)} | {spell(other)}")

    def __ror__(self, other: Any) -> Form:
        return Form(f"{spell(other)} | {spell(self)}")

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return () if self._target is None or _is_implied(self._target, bases) else (self._target,)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self._checkable())

    def __subclasscheck__(self, cls: type) -> bool:
        return issubclass(cls, self._checkable())

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._target is None:
            raise Refused(f"a call of {self!r}", "it is only for annotations")
        return standing_for(self._target)(*args, **kwargs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Form) and self._name == other._name

    def __hash__(self) -> int:
        return zlib.crc32(self._name.encode())  # the same in every process

    def __repr__(self) -> str:
        return self._name

    def _checkable(self) -> type:
        if self._target is None:
            raise Refused(f"isinstance with {self!r}", "it is only for annotations; name a class")
        return self._target


class Variable(Form, seal=OURS):
    """A type variable."""

    __slots__ = ()

    def __new__(cls, name: str, *constraints: Any, **options: Any) -> Self:
        return super().__new__(cls, name)

    def __repr__(self) -> str:
        return f"~{self._name}"


class Generic:
    """The base of generic classes: subscripting one gives the class itself."""

    __slots__ = ()

    def __class_getitem__(cls, parameters: Any) -> Any:
        return Form("typing.Generic", cls) if cls is Generic else cls


def spell(argument: Any) -> str:
    """Return a type argument as it is written."""
    if isinstance(argument, type):
        return argument.__qualname__
    if isinstance(argument, list):
        return f"[{', '.join(map(spell, argument))}]"
    return "..." if argument is ... else repr(argument)


def identity(value: Any, /) -> Any:
    """Return the value: a decorator that says something to a type checker only."""
    return value


def new_type(name: str, tp: Any) -> Callable[[Any], Any]:
    """Return a function that gives back what it gets, under the name of the new type."""

    def make(value: Any) -> Any:
        return value

    make.__name__ = make.__qualname__ = name
    return make


def _is_implied(target: type, bases: tuple[Any, ...]) -> bool:
    """Tell whether another base brings the target along: `class Box(Generic[T], Base[T])`."""
    for base in bases:
        kind = base._target if isinstance(base, Form) else base
        if isinstance(kind, type) and kind is not target and issubclass(kind, target):
            return True
    return False
