"""What the shims ask of a run, and how they tell the author's objects from the host's."""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Callable
from random import Random
from types import FunctionType
from typing import Any, Final, Protocol

from stdlib_shims.letters import show
from stdlib_shims.names import is_hidden
from stdlib_shims.refusals import Refused, TooLarge
from stdlib_shims.weights import pay_for_values

MAX_ITEMS: Final = 1_000_000
MAX_BITS: Final = 200_000
MAX_WIDTH: Final = 10_000

_HEAP_TYPE: Final = 1 << 9
_IMMUTABLE_TYPE: Final = 1 << 8
_HOST: Final = frozenset({*sys.stdlib_module_names, "stdlib_shims", "vm", "world"})


class Run(Protocol):
    """One run, as its shims see it. `now_ms` and `started_ms` are logical time, in ms since 1970 UTC.

    The sandbox may add: `owns(cls) -> bool` (was the class made by this run), `own(cls)` (a decorator made a
    class again: take it for the run's), `getattr(obj, name)` (the guarded one), `tick()` (one turn of a loop
    in a shim), `is_dead` (the body is being thrown away), `check_passing(error)` (see an error before code of the
    author's is given it).
    """

    run_id: str
    seed: str
    now_ms: int
    started_ms: int

    @property
    def random(self) -> Random: ...
    @property
    def id_random(self) -> Random: ...
    def write_log(self, level: str, text: str) -> None: ...


def owns_class(run: Run, cls: object) -> bool:
    """Tell whether a class was made by the run's own code, so that it may be changed."""
    if not isinstance(cls, type):
        return False
    predicate: Callable[[type], bool] | None = getattr(run, "owns", None)
    if predicate is not None:
        return predicate(cls)
    mutable = cls.__flags__ & _HEAP_TYPE and not cls.__flags__ & _IMMUTABLE_TYPE
    return bool(mutable) and cls.__module__.partition(".")[0] not in _HOST


def owns_function(function: object) -> bool:
    """Tell whether a function was made by sandboxed code: its builtins are then not the host's."""
    return type(function) is FunctionType and getattr(function, "__builtins__", None) is not vars(builtins)


def require_class(run: Run, cls: object, what: str) -> None:
    """Refuse to change a class that the run did not make."""
    if not owns_class(run, cls):
        raise Refused(what, "it changes its class, so it takes only a class defined in the workflow's own files")


def read_attribute(run: Run, obj: object, name: str) -> Any:
    """Read an attribute whose name was computed, through the sandbox's guard.

    Raises:
        Refused: There is no guard, and the name is private or one of the interpreter's own.
    """
    if type(name) is not str:
        raise Refused("an attribute name that is not a str", "write the name as text")
    guard: Callable[[object, str], Any] | None = getattr(run, "getattr", None)
    if guard is not None:
        return guard(obj, name)
    if name.startswith("_") or is_hidden(name):
        raise Refused(f"the attribute {name}", "private and interpreter names cannot be computed")
    return getattr(obj, name)


def is_dead(run: Run) -> bool:
    """Tell whether the body is being thrown away; nothing may be swallowed then."""
    return bool(getattr(run, "is_dead", False))


def without_addresses(text: str) -> str:
    """Cut ` at 0x7f...` out of a text: an address is a fact of the process."""
    return _ADDRESS.sub("", text) if " at 0x" in text else text


def as_everywhere(text: str) -> str:
    """Return a text made of other values' without addresses, and with characters as the newest Python writes them."""
    return without_addresses(show(text) if "\\" in text else text)


_ADDRESS: Final = re.compile(r" at 0x[0-9A-Fa-f]+")


def require_items(count: int, what: str) -> None:
    """Refuse a result of over `MAX_ITEMS` items."""
    if count > MAX_ITEMS:
        raise TooLarge(what, MAX_ITEMS, "items")


def require_bits(bits: float, what: str) -> None:
    """Refuse an integer of over `MAX_BITS` bits."""
    if bits > MAX_BITS:
        raise TooLarge(what, MAX_BITS, "bits")


def percent(template: str, values: Any) -> str:
    """Return `template % values`, refusing widths over `MAX_WIDTH`."""
    stars = False
    for width, precision in _PERCENT.findall(template):
        stars = stars or width == "*" or precision == "*"
        for size in (width, precision):
            if size not in ("", "*") and (len(size) > len(str(MAX_WIDTH)) or int(size) > MAX_WIDTH):
                raise TooLarge("a % format", MAX_WIDTH, "characters")
    if stars and any(isinstance(v, int) and abs(v) > MAX_WIDTH for v in _as_tuple(values)):
        raise TooLarge("a % format", MAX_WIDTH, "characters")
    pay_for_values(template, values)
    text: str = template % values
    return text


_PERCENT: Final = re.compile(r"%(?:\([^)]*\))?[-+ #0]*(\*|\d*)(?:\.(\*|\d*))?")


def _as_tuple(values: Any) -> tuple[Any, ...]:
    return values if isinstance(values, tuple) else (values,)
