"""`operator`: the real functions, but those that read a computed attribute or build something unbounded."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

from stdlib_shims import powers
from stdlib_shims.nesting import nested
from stdlib_shims.paying import by_comparison, by_search, by_size
from stdlib_shims.run import Run, as_everywhere, percent, read_attribute, require_bits
from stdlib_shims.tables import pick


def mul(a: Any, b: Any, /) -> Any:
    """Return a * b. Raises TooLarge for integers past `MAX_BITS`, and for repeated text past as many items."""
    if isinstance(a, int) and isinstance(b, int):
        require_bits(a.bit_length() + b.bit_length(), "a product")
    elif isinstance(a, _SIZED) and isinstance(b, int):
        require_bits(len(a) * b, "a repetition")
    elif isinstance(b, _SIZED) and isinstance(a, int):
        require_bits(len(b) * a, "a repetition")
    return a * b


_SIZED: Final = (str, bytes, bytearray, list, tuple)


def power(a: Any, b: Any, /) -> Any:
    """Return a ** b. Raises TooLarge for integers past `MAX_BITS`."""
    if isinstance(a, int) and isinstance(b, int) and b > 0:
        require_bits(a.bit_length() * b, "a power")
    return powers.power(a, b)


def lshift(a: Any, b: Any, /) -> Any:
    """Return a << b. Raises TooLarge for integers past `MAX_BITS`."""
    if isinstance(a, int) and isinstance(b, int):
        require_bits(a.bit_length() + b, "a shift")
    return a << b


def mod(a: Any, b: Any, /) -> Any:
    """Return a % b. Raises TooLarge for text with wide fields."""
    return as_everywhere(percent(a, b)) if isinstance(a, str) else a % b


def _in_place(name: str, otherwise: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return an operation that an author's object may do to itself; numbers and texts are made anew."""
    real = getattr(operator, name)

    def change(a: Any, b: Any, /) -> Any:
        return real(a, b) if hasattr(type(a), f"__{name}__") else otherwise(a, b)

    change.__name__ = change.__qualname__ = name
    change.__doc__ = f"Return what `a` becomes by {name}. Raises TooLarge as the operation does."
    return change


OFFERS: Final[dict[str, Any]] = {
    **pick(
        operator,
        """
        and_ call floordiv iand
        ifloordiv index inv invert ior irshift is_ is_not isub itruediv ixor
        length_hint matmul neg not_ or_ pos rshift sub truediv truth xor
        """,
    ),
    **by_comparison(pick(operator, "eq ge gt le lt ne")),
    **by_search(pick(operator, "contains countOf delitem getitem indexOf setitem")),
    **by_size(pick(operator, "add concat iadd iconcat"), 5),
    "abs": powers.absolute,
    "itemgetter": nested(operator.itemgetter),
    "lshift": lshift,
    "mod": mod,
    "mul": mul,
    "pow": power,
    "ilshift": _in_place("ilshift", lshift),
    "imod": _in_place("imod", mod),
    "ipow": _in_place("ipow", power),
}

REFUSES: Final[dict[str, str]] = {"imul": "write a *= b", "imatmul": "write a @= b"}


def bind(run: Run) -> dict[str, Any]:
    """Return the two that read attributes by name, going through the sandbox's guard."""

    def read_path(obj: Any, path: str) -> Any:
        if type(path) is not str:
            return read_attribute(run, obj, path)  # refuses it
        for name in path.split("."):
            obj = read_attribute(run, obj, name)
        return obj

    def attrgetter(attr: str, /, *attrs: str) -> Callable[[Any], Any]:
        if not all(isinstance(path, str) for path in (attr, *attrs)):
            raise TypeError("attribute name must be a string")

        def get(obj: Any) -> Any:
            if not attrs:
                return read_path(obj, attr)
            return tuple(read_path(obj, path) for path in (attr, *attrs))

        return get

    def methodcaller(name: str, /, *args: Any, **kwargs: Any) -> Callable[[Any], Any]:
        if not isinstance(name, str):
            raise TypeError("method name must be a string")

        def call(obj: Any) -> Any:
            return read_attribute(run, obj, name)(*args, **kwargs)

        return call

    return {"attrgetter": attrgetter, "methodcaller": methodcaller}
