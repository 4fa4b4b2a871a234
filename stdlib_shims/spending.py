"""What a library call costs the run that makes it. The sandbox says how it is paid; outside a run all is free.

The work of C code is not counted turn by turn: it is paid for before, by the sizes of what it is given.
"""

from __future__ import annotations

import builtins
from collections import deque
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from types import FunctionType, MethodType
from typing import Any, Final

_SPEND: Final[ContextVar[Callable[[int], None] | None]] = ContextVar("workflow-vm fuel", default=None)


_TICK: Final[ContextVar[Callable[[], None] | None]] = ContextVar("workflow-vm tick", default=None)


def bind_spending(spend: Callable[[int], None], tick: Callable[[], None]) -> None:
    """Have `spend(units)` called for what costs something from here on, in the context variables of the run.

    `tick()` is for what may take long though nothing says so: it is one unit, and looks at the machine.
    """
    _SPEND.set(spend)
    _TICK.set(tick)


def unbind_spending() -> None:
    """Have everything free again, in these context variables."""
    _SPEND.set(None)
    _TICK.set(None)


def ticking(function: Any) -> Any:
    """Return a function that is about to be called many times from C, counted unless its author's turns are."""
    tick = _TICK.get()
    if tick is None or function is None or _counts_itself(function):
        return function

    def call(*args: Any, **kwargs: Any) -> Any:
        tick()
        return function(*args, **kwargs)

    return call


def _counts_itself(function: Any) -> bool:
    if type(function) is MethodType:
        function = function.__func__
    return type(function) is FunctionType and getattr(function, "__builtins__", None) is not vars(builtins)


def charge(units: int) -> None:
    """Pay for work: a unit is about a third of a microsecond."""
    if units > 0 and (spend := _SPEND.get()) is not None:
        spend(units)


def charged(functions: Mapping[str, Callable[..., Any]], units: Mapping[str, int]) -> dict[str, Any]:
    """Return functions that are paid for at every call, each with its units."""
    return {name: _charged(name, function, units[name]) for name, function in functions.items()}


def _charged(name: str, function: Callable[..., Any], units: int) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        charge(units)
        return function(*arguments)

    call.__name__ = call.__qualname__ = name
    call.__doc__ = function.__doc__
    return call


_VIEWS: Final[tuple[type, ...]] = (type({}.keys()), type({}.values()), type({}.items()))
_SIZED: Final[tuple[Any, ...]] = (list, str, dict, tuple, set, frozenset, bytes, bytearray, deque, range, *_VIEWS)
_EXACT: Final = frozenset(_SIZED)


def size_of(value: Any) -> int:
    """Return how many items a container of the interpreter's has; 0 of all else. Nothing of an author's runs."""
    if type(value) in _EXACT:
        return len(value)
    base = next((kind for kind in _SIZED if isinstance(value, kind)), None)
    return 0 if base is None else int(base.__len__(value))


def charge_items(value: Any, shift: int) -> Any:
    """Give back a container that is about to be gone through: one unit per `1 << shift` of its items."""
    if count := size_of(value) >> shift:
        charge(count)
    return value
