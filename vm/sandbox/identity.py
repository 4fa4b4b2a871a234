"""`hash` and `id` that are the same in every process."""

from __future__ import annotations

import builtins
import hashlib
from collections.abc import Callable
from dataclasses import is_dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import FunctionType
from typing import Any, Final

from stdlib_shims.spending import charge, charge_items
from stdlib_shims.weights import weigh
from vm.errors import AccessRefused

_MODULUS: Final = (1 << 61) - 1
_BUILTIN_NUMBERS: Final = (int, float, complex, bool)
_NUMBERS: Final = (Fraction, Decimal)


class Identity:
    """Numbers a run's objects in the order in which they are asked for."""

    def __init__(self) -> None:
        self._numbers: dict[int, tuple[int, object]] = {}  # the object is kept, so that its address stays its own

    def id(self, value: object, /) -> int:
        """Return the number of an object: 1 for the first that was asked for."""
        number, _ = self._numbers.setdefault(id(value), (len(self._numbers) + 1, value))
        return number

    def hash(self, value: object, /) -> int:
        """Return a hash that depends on the value only, or on the object's number where identity is its value.

        Raises:
            TypeError: The value is not hashable.
            AccessRefused: Its hash is computed by C code from what differs by process.
        """
        if type(value) is tuple or is_dataclass(value):
            charge(4 * weigh(value, "__hash__"))  # what is shared in it is hashed as often as it is met
        return self._hash(charge_items(value, 8))

    def _hash(self, value: object) -> int:
        kind = type(value)
        if kind is slice:  # hashable from 3.12 on
            raise TypeError("unhashable type: 'slice'")
        if kind in _BY_TYPE:
            return _BY_TYPE[kind](self, value)
        if isinstance(value, Enum):
            return _digest(f"{kind.__qualname__}.{value._name_}".encode())
        method = _find_hash(kind)
        if method is None:
            raise TypeError(f"unhashable type: '{kind.__name__}'")
        if is_dataclass(value) and _is_generated(method):
            return self._of_members([getattr(value, name) for name in kind.__dataclass_fields__])  # type: ignore[attr-defined]
        if method is object.__hash__ or issubclass(kind, type):
            return self.id(value)
        if isinstance(method, FunctionType) and _is_of_author(method):
            return hash(value)  # the author's own, which calls this `hash` in turn
        if isinstance(value, _NUMBERS):
            return _of_number(self, value)
        for base, function in _BY_TYPE.items():
            if isinstance(value, base):
                return function(self, value)
        if kind.__module__ in _VALUE_MODULES:
            return _digest(repr(value).encode("utf-8", "surrogatepass"))
        raise AccessRefused(f"the hash of a {kind.__name__} differs by process", fix="use it as a dict key instead")

    def make_set_hash(self) -> Callable[[Any], int]:
        """Return the `_hash` of abstract sets, which is there to be called by an author's `__hash__`."""

        def _hash(members: Any) -> int:
            return self._of_set(members)

        return _hash

    def _of_members(self, members: Any) -> int:
        result = 0x345678
        for member in members:
            result = (result * 1000003 ^ self._hash(member)) % _MODULUS
        return result

    def _of_set(self, members: Any) -> int:
        return sum(_digest(str(self._hash(member)).encode()) for member in members) % _MODULUS


_VALUE_MODULES: Final = frozenset(("datetime", "uuid", "zoneinfo"))


def _is_of_author(function: FunctionType) -> bool:
    """Whether a function was made in a run's namespace, whose builtins are not the host's."""
    namespace: Any = getattr(function, "__builtins__")  # noqa: B009 - unknown to typeshed
    return namespace is not vars(builtins)


def _find_hash(kind: type) -> Any:
    for base in kind.__mro__:
        if "__hash__" in vars(base):
            return vars(base)["__hash__"]
    return None


def _is_generated(method: Any) -> bool:
    return isinstance(method, FunctionType) and method.__code__.co_filename == "<string>"


def _digest(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") % _MODULUS


def _of_text(_: Identity, value: Any) -> int:
    return _digest(b"t" + value.encode("utf-8", "surrogatepass"))


def _of_bytes(_: Identity, value: Any) -> int:
    return _digest(b"b" + bytes(value))


def _of_number(_: Identity, value: Any) -> int:
    return hash(value) if value == value else 0  # a nan's own is its address


_BY_TYPE: Final[dict[type, Callable[[Identity, Any], int]]] = {
    **dict.fromkeys(_BUILTIN_NUMBERS, _of_number),
    str: _of_text,
    bytes: _of_bytes,
    type(None): lambda _, __: _digest(b"none"),
    tuple: Identity._of_members,
    frozenset: Identity._of_set,
}
