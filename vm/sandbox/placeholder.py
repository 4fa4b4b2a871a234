"""What a module outside the sandbox looks like inside: it can be named, and explains itself when it is used.

While modules execute, whatever is done with a placeholder gives another one, so that a file may import,
decorate, subclass and configure what its steps need. Once the body runs, every use is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NoReturn

from vm.errors import NotAvailable


class Gate:
    """Open while a module of the run executes. One per run."""

    __slots__ = ("depth",)

    def __init__(self) -> None:
        self.depth = 0


class Placeholder:
    """Something that only steps can use. `reason` is the way out, if it is not the usual one."""

    __slots__ = ("_gate", "_name", "_reason")

    def __init__(self, name: str, gate: Gate, reason: str | None = None) -> None:
        object.__setattr__(self, "_name", name)
        object.__setattr__(self, "_gate", gate)
        object.__setattr__(self, "_reason", reason)

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":  # isinstance asks for it
            return Placeholder
        return derive(self, f".{name}")

    def __setattr__(self, name: str, value: object) -> None:
        derive(self, f".{name}")

    def __delattr__(self, name: str) -> None:
        derive(self, f".{name}")

    def __repr__(self) -> str:
        return f"<{name_of(self)}, for steps only>"

    def __bool__(self) -> bool:
        derive(self, "")
        return True

    def __hash__(self) -> int:
        return object.__hash__(self)

    def __eq__(self, other: object) -> bool:
        derive(self, "")
        return self is other

    def __format__(self, spec: str, /) -> str:
        return repr(self)


def name_of(placeholder: Placeholder) -> str:
    """Return what a placeholder stands for: `httpx.AsyncClient`."""
    name: str = object.__getattribute__(placeholder, "_name")
    return name


def derive(placeholder: Placeholder, suffix: str) -> Placeholder:
    """Return what using a placeholder gives while modules execute.

    Raises:
        NotAvailable: The body is running.
    """
    gate: Gate = object.__getattribute__(placeholder, "_gate")
    name = name_of(placeholder)
    reason: str | None = object.__getattribute__(placeholder, "_reason")
    if not gate.depth:
        raise NotAvailable(name, fix=reason)
    return Placeholder(name + suffix, gate, reason)


def refuse(placeholder: Placeholder) -> NoReturn:
    """Raise what using a placeholder in a running body raises."""
    raise NotAvailable(name_of(placeholder), fix=object.__getattribute__(placeholder, "_reason"))


_GIVES: Final = {
    "__call__": "()",
    "__getitem__": "[]",
    "__enter__": "",
    "__aenter__": "",
    "__iter__": "",
    "__next__": "",
    "__aiter__": "",
    "__anext__": "",
    "__await__": "",
    **{f"__{side}{name}__": "" for side in ("", "r") for name in (
        "or", "and", "xor", "add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "matmul"
    )},
    **{f"__{name}__": "" for name in ("neg", "pos", "invert", "abs", "lt", "le", "gt", "ge")},
}  # fmt: skip
"""Special methods that give another placeholder, and what they add to its name."""

_REFUSES: Final = ("__len__", "__contains__", "__int__", "__float__", "__index__", "__instancecheck__")
"""Special methods that Python wants a real answer from."""

_IGNORES: Final = ("__setitem__", "__delitem__", "__exit__", "__aexit__", "__set_name__")
"""Special methods whose answer nobody looks at."""


def _giving(suffix: str) -> Callable[..., Any]:
    def method(self: Placeholder, *_: Any, **__: Any) -> Placeholder:
        return derive(self, suffix)

    return method


def _refusing(self: Placeholder, *_: Any) -> NoReturn:
    refuse(self)


def _ignoring(self: Placeholder, *_: Any) -> None:
    derive(self, "")


for _method, _suffix in _GIVES.items():
    setattr(Placeholder, _method, _giving(_suffix))
for _method in _REFUSES:
    setattr(Placeholder, _method, _refusing)
for _method in _IGNORES:
    setattr(Placeholder, _method, _ignoring)
