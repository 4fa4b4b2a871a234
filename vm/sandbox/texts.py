"""Texts that show nothing of the process, and format strings that read attributes through the guard."""

from __future__ import annotations

import operator
import re
import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from vm.sandbox.sizes import MAX_SIZE, check_percent, check_spec, refuse_size

ReadAttribute = Callable[[object, str], Any]

_ADDRESS: Final = re.compile(r" at 0x[0-9A-Fa-f]+")


def clean(text: str) -> str:
    """Return a text without the addresses that default representations hold.

    Raises:
        LimitExceeded: It is larger than a value may be: an f-string can double a text.
    """
    if len(text) > MAX_SIZE:
        refuse_size(len(text))
    return _ADDRESS.sub("", text) if " at 0x" in text else text


def clean_str(value: object, /) -> str:
    """What `str(x)` is in a workflow."""
    text = str(value)
    return clean(text) if " at 0x" in text else text


def clean_repr(value: object, /) -> str:
    """What `repr(x)` is in a workflow."""
    return clean(repr(value))


def clean_ascii(value: object, /) -> str:
    """What `ascii(x)` is in a workflow."""
    return clean(ascii(value))


def clean_format(value: object, spec: str = "", /) -> str:
    """What `format(x, spec)` is in a workflow."""
    check_spec(spec)
    return clean(format(value, spec))


def remainder(left: Any, right: Any) -> Any:
    """What `left % right` is, where `left` may be text."""
    if isinstance(left, (str, bytes, bytearray)):
        check_percent(left, right)
    result = left % right
    return clean(result) if type(result) is str else result


def remainder_in_place(left: Any, right: Any) -> Any:
    """What `left %= right` makes of `left`."""
    if isinstance(left, (str, bytes, bytearray)):
        check_percent(left, right)
    result: Any = operator.imod(left, right)  # type: ignore[no-untyped-call]
    return clean(result) if type(result) is str else result


class SafeFormatter(string.Formatter):
    """`str.format` whose fields read attributes as the author's own code may."""

    def __init__(self, read: ReadAttribute) -> None:
        self._read = read

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, Any]:
        first, rest = string._string.formatter_field_name_split(field_name)  # type: ignore[attr-defined]
        value = self.get_value(first, args, kwargs)
        for is_attribute, name in rest:
            value = self._read(value, name) if is_attribute else value[name]
        return value, first

    def format_field(self, value: Any, format_spec: str) -> Any:
        check_spec(format_spec)
        return super().format_field(value, format_spec)

    def format_text(self, text: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
        return clean(self.vformat(text, args, kwargs))


def make_formatters(read: ReadAttribute) -> Mapping[str, Callable[[str], Callable[..., str]]]:
    """Return, for `format` and `format_map`, what gives the bound method of a text."""
    formatter = SafeFormatter(read)

    def bind_format(text: str) -> Callable[..., str]:
        def format(*args: Any, **kwargs: Any) -> str:
            return formatter.format_text(text, args, kwargs)

        return format

    def bind_format_map(text: str) -> Callable[..., str]:
        def format_map(mapping: Mapping[str, Any], /) -> str:
            return formatter.format_text(text, (), mapping)

        return format_map

    return {"format": bind_format, "format_map": bind_format_map}
