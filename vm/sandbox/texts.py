"""Texts that show nothing of the process, and format strings that read attributes through the guard."""

from __future__ import annotations

import operator
import re
import string
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, Self

from stdlib_shims import Standing, stand_in
from stdlib_shims.letters import show
from stdlib_shims.spending import charge
from stdlib_shims.weights import args_of, pay_for_values, pay_to_show
from vm.sandbox.formats import format_value, is_plain_spec
from vm.sandbox.sizes import MAX_SIZE, TEXT_SHIFT, check_percent, refuse_size

ReadAttribute = Callable[[object, str], Any]

_ADDRESS: Final = re.compile(r" at 0x[0-9A-Fa-f]+")
_ADDRESS_BYTES: Final = re.compile(rb" at 0x[0-9A-Fa-f]+")


LONG: Final = 1 << 12
ADDRESS: Final = " at 0x"
"""What comes before an address in a default representation."""

_PLAIN: Final = frozenset((str, int, float, bool, type(None)))
"""Kinds whose texts are as long as they are."""


def clean(text: str) -> str:
    """Return a text without the addresses that default representations hold, with characters as the newest Python.

    Raises:
        LimitExceeded: It is larger than a value may be: an f-string can double a text.
    """
    if "\\" in text:
        text = show(text)
    return _without_addresses(text) if len(text) > LONG or ADDRESS in text else text


def _without_addresses(text: str) -> str:
    if len(text) > LONG:
        charge(len(text) >> TEXT_SHIFT)
        refuse_size(len(text))
    return _ADDRESS.sub("", text) if ADDRESS in text else text


def clean_str(value: object, /) -> str:
    """What `str(x)` is in a workflow."""
    kind = type(value)
    if kind in _PLAIN:
        text = str(value)
        return _without_addresses(text) if ADDRESS in text else text
    if not (issubclass(kind, Exception) and len(args := args_of(value)) == 1 and type(args[0]) in _PLAIN):
        pay_to_show(value)
    text = str(value)
    return clean(text) if ADDRESS in text or "\\" in text else text


class Text(str, metaclass=Standing):
    """`str` in a workflow, where it is not called on the spot. Its instances are real ones."""

    __slots__ = ()

    def __new__(cls, *arguments: Any, **keywords: Any) -> Any:
        return _make(arguments, keywords)


class OwnText(str):
    """What an author's class derives from when it says `str`."""

    __slots__ = ()

    def __new__(cls, *arguments: Any, **keywords: Any) -> Self:
        return super().__new__(cls, _make(arguments, keywords))


def _make(arguments: tuple[Any, ...], keywords: dict[str, Any]) -> str:
    for value in (*arguments[:1], *keywords.values()):
        pay_to_show(value)
    return clean(str(*arguments, **keywords))


for _kind in (Text, OwnText):
    type.__setattr__(_kind, "__name__", "str")
    type.__setattr__(_kind, "__qualname__", "str")
    type.__setattr__(_kind, "__module__", "builtins")
stand_in(OwnText, Text)


def clean_repr(value: object, /) -> str:
    """What `repr(x)` is in a workflow."""
    if type(value) not in _PLAIN:
        pay_to_show(value)
    text = repr(value)
    return clean(text) if ADDRESS in text or "\\" in text or len(text) > MAX_SIZE else text


def clean_ascii(value: object, /) -> str:
    """What `ascii(x)` is in a workflow."""
    pay_to_show(value)
    return _without_addresses(ascii(value))


def clean_format(value: object, spec: str = "", /) -> str:
    """What `format(x, spec)` is in a workflow."""
    pay_to_show(value)
    return clean(format_value(value, spec))


def shown(value: Any) -> Any:
    """Give back a value that is about to be written out, paid for."""
    if type(value) not in _PLAIN:
        pay_to_show(value)
    return value


def clean_bytes(data: Any) -> Any:
    """Return bytes, or a bytearray, without the addresses that `%a` writes."""
    if len(data) > MAX_SIZE:
        refuse_size(len(data))
    return type(data)(_ADDRESS_BYTES.sub(b"", data)) if b" at 0x" in data else data


def _clean_result(result: Any) -> Any:
    clean_one = _CLEANERS.get(type(result))
    return result if clean_one is None else clean_one(result)


_CLEANERS: Final[dict[type, Callable[[Any], Any]]] = {str: clean, bytes: clean_bytes, bytearray: clean_bytes}


class _Shown:
    """A value in a format: its texts without addresses, before a width is counted or a precision cuts them."""

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def __str__(self) -> str:
        return clean_str(self._value)

    def __repr__(self) -> str:
        return clean_repr(self._value)


_WITH_SIZE: Final = re.compile(r"%(?:\([^)]*\))?[-+ #0]*(?:\*|\d+|(?=\.))(?:\.(?:\*|\d*))?[sra]")


def _shown(template: Any, values: Any) -> Any:
    """Return what a `%` format is filled with. Only where it counts characters of default texts it is not `values`."""
    if not isinstance(template, str) or _WITH_SIZE.search(template) is None:
        return values
    if isinstance(values, tuple):
        return tuple(map(_show_one, values))
    return {key: _show_one(value) for key, value in values.items()} if type(values) is dict else _show_one(values)


def _show_one(value: Any) -> Any:
    is_number = hasattr(type(value), "__index__") or hasattr(type(value), "__float__")
    return value if isinstance(value, (str, bytes)) or is_number else _Shown(value)


def remainder(left: Any, right: Any) -> Any:
    """What `left % right` is, where `left` may be text."""
    if type(left) is int or type(left) is float:
        return left % right
    if type(left) is str and is_plain_percent(left):
        pay_for_values(left, right)
        return clean(left % right)
    if isinstance(left, (str, bytes, bytearray)):
        check_percent(left, right)
        pay_for_values(left, right)
    return _clean_result(left % _shown(left, right))


def remainder_in_place(left: Any, right: Any) -> Any:
    """What `left %= right` makes of `left`."""
    if isinstance(left, (str, bytes, bytearray)):
        check_percent(left, right)
        pay_for_values(left, right)
    return _clean_result(operator.imod(left, _shown(left, right)))  # type: ignore[no-untyped-call]


@lru_cache(maxsize=512)
def is_plain_percent(template: str) -> bool:
    """Whether a `%` format counts no characters of what it shows, so that cleaning the result is enough."""
    return "*" not in template and _LARGE.search(template) is None and _WITH_SIZE.search(template) is None


@lru_cache(maxsize=512)
def is_plain_format(template: str) -> bool:
    """Whether `str.format` itself may fill a template: it reads no attribute and no item, and no width is large."""
    try:
        fields = [found for found in _parse(template) if found[1] is not None]
    except ValueError:
        return False
    return len(fields) <= MOST_FIELDS and not any(
        conversion or "." in name or "[" in name or _LARGE.search(spec) or not is_plain_spec(spec)
        for _, name, spec, conversion in fields
    )


MOST_FIELDS: Final = 32
"""Of a template that is filled before anybody looks at how long it becomes."""

_LARGE: Final = re.compile(r"[0-9]{4,}")
_parse: Final[Callable[[str], Any]] = string._string.formatter_parser  # type: ignore[attr-defined]


def fill_plain(template: str, /, *args: Any, **kwargs: Any) -> str:
    """What `template.format(...)` is, of a plain one."""
    for value in (*args, *kwargs.values()):
        shown(value)
    return clean(template.format(*args, **kwargs))


class SafeFormatter(string.Formatter):
    """`str.format` whose fields read attributes as the author's own code may."""

    def __init__(self, read: ReadAttribute) -> None:
        self._read = read
        self._left = MAX_SIZE

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, Any]:
        first, rest = string._string.formatter_field_name_split(field_name)  # type: ignore[attr-defined]
        value = self.get_value(first, args, kwargs)
        for is_attribute, name in rest:
            value = self._read(value, name) if is_attribute else value[name]
        return value, first

    def convert_field(self, value: Any, conversion: Any) -> Any:
        found = super().convert_field(shown(value), conversion)
        return clean(found) if conversion else found  # before a width is counted, or a precision cuts it

    def format_field(self, value: Any, format_spec: str) -> Any:
        text = format_value(value, format_spec)
        charge(1)
        self._left -= len(text)
        if self._left < 0:
            refuse_size(MAX_SIZE - self._left)
        return text


def make_formatters(read: ReadAttribute) -> Mapping[str, Callable[[str], Callable[..., str]]]:
    """Return, for `format` and `format_map`, what gives the bound method of a text."""

    def bind_format(text: str) -> Callable[..., str]:
        if type(text) is str and is_plain_format(text):
            return lambda *args, **kwargs: fill_plain(text, *args, **kwargs)

        def format(*args: Any, **kwargs: Any) -> str:
            return clean(SafeFormatter(read).vformat(text, args, kwargs))

        return format

    def bind_format_map(text: str) -> Callable[..., str]:
        def format_map(mapping: Mapping[str, Any], /) -> str:
            return clean(SafeFormatter(read).vformat(text, (), mapping))

        return format_map

    return {"format": bind_format, "format_map": bind_format_map}
