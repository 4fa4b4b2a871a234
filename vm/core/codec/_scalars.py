"""Values without members: each type's encoder, each tag's decoder.

A tag is the first key of a JSON object; what the value needs beyond it stands in further keys. Scalars have
no identity: the same datetime twice is two equal datetimes on the other side.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from json.encoder import encode_basestring as quote_ascii
from math import isfinite
from types import NoneType
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from vm.core.codec._refusal import Refusal
from vm.core.codec._shapes import type_name
from vm.core.events import quote
from vm.errors import MalformedValue

_PLAIN_INT_LIMIT: Final = 1 << 2048  # CPython lets an operator lower its decimal limit to 640 digits
_SURROGATE_PAIR: Final = re.compile("(?<=[\ud800-\udbff])(?=[\udc00-\udfff])")
_MICROSECOND: Final = timedelta(microseconds=1)

# A model validated by pydantic holds this zone in place of a `timezone`: a fixed offset, spelled alike.
_PYDANTIC_ZONE: Final = "pydantic_core._pydantic_core//TzInfo"


def is_plain_text(text: str) -> bool:
    """Say whether a JSON string can hold `text`: a pair of surrogates would be read as one character."""
    return text.isascii() or _SURROGATE_PAIR.search(text) is None


def _encode_text(value: str) -> str:
    if is_plain_text(value):
        return quote(value)
    return f'{{"$str":[{",".join(map(quote, _SURROGATE_PAIR.split(value)))}]}}'


def _encode_int(value: int) -> str:
    if -_PLAIN_INT_LIMIT < value < _PLAIN_INT_LIMIT:
        return str(value)
    return f'{{"$int":"{value:x}"}}'


def _encode_float(value: float) -> str:
    return repr(value) if isfinite(value) else f'{{"$float":"{value!r}"}}'


def _encode_time(value: datetime | time) -> str:
    zone = value.tzinfo
    extra = ',"fold":1' if value.fold else ""
    if type(zone) is ZoneInfo:
        if type(zone.key) is not str:
            raise Refusal(value, "its time zone has no key to find it by on the other side")
        extra = f',"zone":{_encode_text(zone.key)}{extra}'
        value = value.replace(tzinfo=None)
    elif type(zone) is timezone:
        arguments = zone.__getinitargs__()  # type: ignore[attr-defined]
        if len(arguments) == 2:
            extra = f',"name":{_encode_text(arguments[1])}{extra}'
    elif zone is not None and type_name(type(zone)) != _PYDANTIC_ZONE:
        raise Refusal(value, f"its time zone is a {type(zone).__name__}; use zoneinfo.ZoneInfo or a timezone")
    return f'{{"${"datetime" if type(value) is datetime else "time"}":"{value.isoformat()}"{extra}}}'


def _encode_decimal(value: Decimal) -> str:
    return f'{{"$decimal":"{str(value).replace("e", "E")}"}}'  # its case follows the thread's decimal context


SCALARS: Final[dict[type, Callable[[Any], str]]] = {
    NoneType: lambda _: "null",
    bool: lambda value: "true" if value else "false",
    int: _encode_int,
    float: _encode_float,
    str: _encode_text,
    bytes: lambda value: f'{{"$bytes":"{b64encode(value).decode()}"}}',
    complex: lambda value: f'{{"$complex":["{value.real!r}","{value.imag!r}"]}}',
    date: lambda value: f'{{"$date":"{value.isoformat()}"}}',
    time: _encode_time,
    datetime: _encode_time,
    timedelta: lambda value: f'{{"$timedelta":{value // _MICROSECOND}}}',
    Decimal: _encode_decimal,
    UUID: lambda value: f'{{"$uuid":"{value}"}}',
}


def _join_ints(values: Collection[int]) -> str:
    if min(values) > -_PLAIN_INT_LIMIT and max(values) < _PLAIN_INT_LIMIT:
        return ",".join(map(repr, values))
    return ",".join(map(_encode_int, values))


def _join_floats(values: Collection[float]) -> str:
    return ",".join(map(repr if all(map(isfinite, values)) else _encode_float, values))


def _join_texts(values: Collection[str]) -> str:
    return ",".join(map(quoter_of(values), values) if are_plain(values) else map(_encode_text, values))


def are_plain(texts: Collection[str]) -> bool:
    """Say whether JSON strings can hold all of `texts`."""
    return "".join(texts).isascii() or all(map(is_plain_text, texts))


def quoter_of(texts: Collection[str]) -> Callable[[str], str]:
    """Return what quotes each of `texts`, which are plain: the C function when none is beyond ASCII."""
    return quote_ascii if "".join(texts).isascii() else quote


CALL_START: Final = '{"$tuple":[{"$tuple":['


def write_scalar_call(args: tuple[Any, ...]) -> str | None:
    """Return the text of a call with these arguments and no others; None when not all are scalars that cross.

    Most calls are of that kind, and nothing in them is shared: no encoder has to keep count.
    """
    texts = []
    try:
        for value in args:
            scalar = SCALARS.get(type(value))
            if scalar is None:
                return None
            texts.append(scalar(value))
    except Refusal:
        return None  # the encoder will say where it stands
    return f"{CALL_START}{','.join(texts)}]}},{{}}]}}"


MANY: Final = 8  # members, from which on a look at all their types pays

JOINS: Final[dict[type, Callable[[Any], str]]] = {int: _join_ints, float: _join_floats, str: _join_texts}
"""How many values of one type are written at once, at the speed of C."""


def _decode_text(node: dict[str, Any]) -> str:
    return "".join(node["$str"])


def _decode_bytes(node: dict[str, Any]) -> bytes:
    return b64decode(node["$bytes"], validate=True)


FindZone = Callable[[str], tzinfo | None]


def _decode_zone(node: dict[str, Any], zone: tzinfo | None, find: FindZone) -> tzinfo | None:
    if "zone" in node:
        key = _text_of(node["zone"])
        found = find(key)
        if found is None:
            raise MalformedValue(f"there is no time zone {key!r}")
        return found
    if "name" in node and zone is not None:
        return timezone(zone.utcoffset(None), _text_of(node["name"]))  # type: ignore[arg-type]
    return zone


def _text_of(node: Any) -> str:
    return _decode_text(node) if type(node) is dict else node


def decode_datetime(node: dict[str, Any], find: FindZone) -> datetime:
    text = node["$datetime"]
    value = datetime.fromisoformat(text)
    zone = _decode_zone(node, _read_offset(text, value.tzinfo), find)
    return value.replace(tzinfo=zone, fold=node.get("fold", 0))


def decode_time(node: dict[str, Any], find: FindZone) -> time:
    text = node["$time"]
    value = time.fromisoformat(text)
    zone = _decode_zone(node, _read_offset(text, value.tzinfo), find)
    return value.replace(tzinfo=zone, fold=node.get("fold", 0))


_SMALL_OFFSET: Final = re.compile(r"([+-])00:00:00\.([0-9]{6})$")


def _read_offset(text: str, zone: tzinfo | None) -> tzinfo | None:
    """Return the zone of ISO text; CPython's parser takes an offset below a second for UTC."""
    small = _SMALL_OFFSET.search(text)
    return zone if small is None else timezone(int(small[1] + small[2]) * _MICROSECOND)


ZONE_KEYS: Final = frozenset({"zone", "name", "fold"})
_NO_KEYS: Final[frozenset[str]] = frozenset()

SCALAR_TAGS: Final[dict[str, tuple[Callable[[dict[str, Any]], Any], frozenset[str]]]] = {
    "$str": (_decode_text, _NO_KEYS),
    "$int": (lambda node: int(node["$int"], 16), _NO_KEYS),
    "$float": (lambda node: float(node["$float"]), _NO_KEYS),
    "$bytes": (_decode_bytes, _NO_KEYS),
    "$complex": (lambda node: complex(*map(float, node["$complex"])), _NO_KEYS),
    "$date": (lambda node: date.fromisoformat(node["$date"]), _NO_KEYS),
    "$timedelta": (lambda node: timedelta(microseconds=node["$timedelta"]), _NO_KEYS),
    "$decimal": (lambda node: Decimal(node["$decimal"]), _NO_KEYS),
    "$uuid": (lambda node: UUID(node["$uuid"]), _NO_KEYS),
}
