"""`struct`: formats that mean the same on every machine, with results of bounded size.

A format without `<`, `>` or `!` at its start uses the machine's byte order, sizes and gaps. Where those can
make a difference it is refused.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Any, Final

from stdlib_shims.exact import exact
from stdlib_shims.refusals import Refused, TooLarge
from stdlib_shims.run import MAX_ITEMS

_SAME_ANYWHERE: Final = re.compile(r"(?:\d*[xcbB?sp]|\s)*")
_COUNT: Final = re.compile(r"\d+")


def check(format: str | bytes) -> str:
    """Return a format as text, proved to be the same on every machine.

    Raises:
        Refused: It leaves the byte order, or the size of an item, to the machine.
        TooLarge: It stands for over `MAX_ITEMS` bytes or items.
    """
    text = exact(format)
    text = text.decode("ascii") if isinstance(text, bytes) else text
    if text[:1] not in ("<", ">", "!") and not _SAME_ANYWHERE.fullmatch(text):
        raise Refused(f"the struct format {text!r}", "begin it with < (little-endian) or > (big-endian)")
    for count in _COUNT.findall(text):
        if len(count) > len(str(MAX_ITEMS)) or int(count) > MAX_ITEMS:
            raise TooLarge("a struct", MAX_ITEMS, "items")
    return text


def calcsize(format: str | bytes, /) -> int:
    """Return how many bytes a format stands for. Raises as `check` does."""
    return struct.calcsize(check(format))


def pack(format: str | bytes, /, *values: Any) -> bytes:
    """Return values as bytes. Raises as `check` does."""
    return struct.pack(check(format), *values)


def pack_into(format: str | bytes, buffer: Any, offset: int, /, *values: Any) -> None:
    """Write values as bytes into a bytearray. Raises as `check` does."""
    struct.pack_into(check(format), buffer, offset, *values)


def unpack(format: str | bytes, buffer: Any, /) -> tuple[Any, ...]:
    """Return the values that bytes stand for. Raises as `check` does."""
    return struct.unpack(check(format), buffer)


def unpack_from(format: str | bytes, /, buffer: Any, offset: int = 0) -> tuple[Any, ...]:
    """Return the values at a place in a buffer. Raises as `check` does."""
    return struct.unpack_from(check(format), buffer, offset)


def iter_unpack(format: str | bytes, buffer: Any, /) -> Iterator[tuple[Any, ...]]:
    """Return an iterator over the records in a buffer. Raises as `check` does."""
    return struct.iter_unpack(check(format), buffer)


class Struct:
    """A format, and the functions of the module bound to it. Raises as `check` does."""

    __slots__ = ("_format",)

    def __init__(self, format: str | bytes) -> None:
        self._format = check(format)
        struct.calcsize(self._format)  # a format that is none says so here

    @property
    def format(self) -> str:
        return self._format

    @property
    def size(self) -> int:
        return struct.calcsize(self._format)

    def pack(self, *values: Any) -> bytes:
        return struct.pack(self._format, *values)

    def pack_into(self, buffer: Any, offset: int, *values: Any) -> None:
        struct.pack_into(self._format, buffer, offset, *values)

    def unpack(self, buffer: Any, /) -> tuple[Any, ...]:
        return struct.unpack(self._format, buffer)

    def unpack_from(self, buffer: Any, offset: int = 0) -> tuple[Any, ...]:
        return struct.unpack_from(self._format, buffer, offset)

    def iter_unpack(self, buffer: Any, /) -> Iterator[tuple[Any, ...]]:
        return struct.iter_unpack(self._format, buffer)


OFFERS: Final[dict[str, Any]] = {
    "Struct": Struct,
    "calcsize": calcsize,
    "error": struct.error,
    "iter_unpack": iter_unpack,
    "pack": pack,
    "pack_into": pack_into,
    "unpack": unpack,
    "unpack_from": unpack_from,
}

REFUSES: Final[dict[str, str]] = {}
