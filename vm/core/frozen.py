"""Dataclasses with slots that are made in a tenth of the time.

There are over a hundred in every process: events, commands, records, books. The standard library compiles up to ten
methods for each, which was a fifth of a start; here it is one, when the first instance is made, and the others are
shared. What they do is the same, and `inspect.signature` learns of the arguments from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, Final, NoReturn, TypeVar, dataclass_transform, overload

Class = TypeVar("Class", bound=type)
Made = TypeVar("Made")

_KEY: Final = "__frozen_key__"  # what is compared and hashed of an instance
_SHOWN: Final = "__frozen_shown__"  # the names of the fields that its representation has


@overload
def frozen(cls: Class, /) -> Class: ...
@overload
def frozen(*, kw_only: bool = False, eq: bool = True) -> Callable[[Class], Class]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: Any = None, /, *, kw_only: bool = False, eq: bool = True) -> Any:
    """`@dataclass(frozen=True, slots=True)`. A class that derives from one of these has to be one too."""
    shared = _FROZEN | _HASHED if eq else _FROZEN
    return _make(cls, kw_only, shared) if cls is not None else lambda given: _make(given, kw_only, shared)


@overload
def record(cls: Class, /) -> Class: ...
@overload
def record(*, kw_only: bool = False, eq: bool = True) -> Callable[[Class], Class]: ...
@dataclass_transform(field_specifiers=(field,))
def record(cls: Any = None, /, *, kw_only: bool = False, eq: bool = True) -> Any:
    """`@dataclass(slots=True)`: what is written on. Equal ones have no hash."""
    shared = _RECORD | _COMPARED if eq else _RECORD
    return _make(cls, kw_only, shared) if cls is not None else lambda given: _make(given, kw_only, shared)


def _make(cls: type, kw_only: bool, shared: Mapping[str, Any]) -> type:
    own = vars(cls).keys() & shared.keys()
    cls.__doc__ = cls.__doc__ or cls.__name__  # without one `dataclass` describes the signature: a fifth of its time
    made: type = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    members = fields(made)
    for name in shared.keys() - own:
        type.__setattr__(made, name, shared[name])
    type.__setattr__(made, "__init__", _late_init(made, members, is_frozen="__setattr__" in shared))
    compared = [member.name for member in members if member.compare]
    type.__setattr__(made, _KEY, staticmethod(attrgetter(*compared) if compared else lambda _: ()))
    type.__setattr__(made, _SHOWN, tuple(member.name for member in members if member.repr))
    return made


def _late_init(cls: type, members: tuple[Field[Any], ...], *, is_frozen: bool) -> Any:
    """Return a constructor that makes the real one and gives way to it. Half of the classes have no instance, ever."""

    def __init__(self: object, *args: object, **kwargs: object) -> None:
        made = _compile_init(cls, members, is_frozen=is_frozen)
        type.__setattr__(cls, "__init__", made)
        made(self, *args, **kwargs)

    return __init__


def _compile_init(cls: type, members: tuple[Field[Any], ...], *, is_frozen: bool) -> Any:
    """Return the constructor. A frozen class sets slots through their descriptors, past the refusal to set any."""
    names: dict[str, Any] = {"MISSING": MISSING}
    ordered = [member for member in members if not member.kw_only], [member for member in members if member.kw_only]
    parameters, body = ["self"], []
    for kind, group in zip(("", "*"), ordered, strict=True):
        parameters += [kind] if kind and any(member.init for member in group) else []
        for member in group:
            name = member.name
            default, value = "", name
            if member.default_factory is not MISSING:
                names[f"make_{name}"] = member.default_factory
                default, value = "=MISSING", f"make_{name}() if {name} is MISSING else {name}"
            elif member.default is not MISSING:
                names[f"default_{name}"] = member.default
                default = f"=default_{name}"
            if member.init:
                parameters.append(name + default)
            elif default:
                value = f"make_{name}()" if default == "=MISSING" else f"default_{name}"
            else:
                continue  # left to `__post_init__`
            names[f"set_{name}"] = getattr(cls, name).__set__
            body.append(f"set_{name}(self, {value})" if is_frozen else f"self.{name} = {value}")
    body += ["self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    lines = "\n    ".join(body or ["pass"])
    exec(f"def __init__({', '.join(parameters)}):\n    {lines}", names)
    made = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def maker_of(cls: Callable[..., Made]) -> Callable[..., Made]:
    """Return what makes an instance of all its fields, in their order: half of what a call of the class takes.

    For what is made at every step. Knows no defaults, and does not call `__post_init__`.
    """
    members = [member.name for member in fields(cls)]  # type: ignore[arg-type]
    names: dict[str, Any] = {"new": object.__new__, "cls": cls}
    names |= {f"set_{name}": getattr(cls, name).__set__ for name in members}
    sets = "".join(f"    set_{name}(self, {name})\n" for name in members)
    exec(f"def make({', '.join(members)}):\n    self = new(cls)\n{sets}    return self\n", names)
    made: Callable[..., Made] = names["make"]
    return made


# ---- what all of them share


def _repr(self: Any) -> str:
    inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in getattr(self, _SHOWN))
    return f"{type(self).__qualname__}({inside})"


def _eq(self: Any, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    key = getattr(self, _KEY)
    return key(self) == key(other)


def _hash(self: Any) -> int:
    return hash((type(self), getattr(self, _KEY)(self)))


def _refuse_set(self: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _get_state(self: Any) -> list[Any]:
    return [getattr(self, member.name) for member in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for member, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, member.name, value)


_RECORD: Final[dict[str, Any]] = {"__repr__": _repr}
_COMPARED: Final[dict[str, Any]] = {"__eq__": _eq, "__hash__": None}
_HASHED: Final[dict[str, Any]] = {"__eq__": _eq, "__hash__": _hash}
_FROZEN: Final[dict[str, Any]] = {
    "__repr__": _repr,
    "__setattr__": _refuse_set,
    "__delattr__": _refuse_delete,
    "__getstate__": _get_state,
    "__setstate__": _set_state,
}
