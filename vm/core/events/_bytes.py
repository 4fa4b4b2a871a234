"""Events and their bytes: one canonical form each, read back without parsing the values inside."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import fields
from json.decoder import scanstring as _scan_string  # type: ignore[attr-defined]  # C, and undocumented in typeshed
from json.encoder import encode_basestring as _quote
from typing import Any, Final, NamedTuple

from vm.core.events._base import Event
from vm.core.events._children import ChildCancelled, ChildCancelRequested, ChildCompleted, ChildCreated, ChildFailed
from vm.core.events._hooks import HookConflict, HookCreated, HookDisposed, HookReceived
from vm.core.events._runs import (
    AttributesSet,
    CancelRequested,
    LogWritten,
    PatchMarked,
    RunCancelled,
    RunCompleted,
    RunContinued,
    RunCreated,
    RunFailed,
    RunStarted,
    RunUpgraded,
)
from vm.core.events._steps import StepCancelled, StepCompleted, StepCreated, StepFailed, StepRetrying, StepStarted
from vm.core.events._waits import WaitCancelled, WaitCompleted, WaitCreated
from vm.core.frozen import frozen
from vm.errors import MalformedValue

EVENT_TYPES: Final[dict[str, type[Event]]] = {
    cls.type: cls
    for cls in (
        RunCreated, RunStarted, RunCompleted, RunFailed,
        StepCreated, StepStarted, StepRetrying, StepCompleted, StepFailed, StepCancelled,
        WaitCreated, WaitCompleted, WaitCancelled, LogWritten,
        HookCreated, HookConflict, HookReceived, HookDisposed,
        ChildCreated, ChildCancelRequested, ChildCompleted, ChildFailed, ChildCancelled,
        CancelRequested, RunCancelled, RunContinued, AttributesSet, PatchMarked, RunUpgraded,
    )
}  # fmt: skip

_SHORT_NAMES: Final = {"at_ms": "at", "correlation_id": "id"}  # they stand in every event
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_INT: Final = re.compile("-?(?:0|[1-9][0-9]*)")
_find_end: Final = json.JSONDecoder().raw_decode


@frozen
class _Field:
    attribute: str
    key: str  # as it stands in the bytes: ,"at":
    kind: str  # int | str | Encoded
    is_optional: bool


def _layout(cls: type[Event]) -> tuple[_Field, ...]:
    rows = []
    for field in fields(cls):
        kind, _, optional = str(field.type).partition(" | ")
        key = f',"{_SHORT_NAMES.get(field.name, field.name)}":'
        rows.append(_Field(field.name, key, kind, optional == "None"))
    return tuple(rows)


_LAYOUTS: Final = {cls: _layout(cls) for cls in EVENT_TYPES.values()}


class _Reader(NamedTuple):
    """How the canonical form of a class is read in one go. `match` is None where its values have to be parsed."""

    cls: type[Event]
    match: Callable[[str], re.Match[str] | None] | None
    make: Callable[[tuple[str, ...]], Event]  # of what was matched


_READERS: Final[dict[str, _Reader]] = {}


def _make_reader(name: str) -> _Reader:
    """Make a reader when it is first wanted: compiling all patterns would be felt at every start."""
    cls = EVENT_TYPES.get(name)
    if cls is None:
        raise MalformedValue("not an event")
    reader = _READERS[name] = _Reader(cls, _matcher(name, _LAYOUTS[cls]), _make_maker(cls))
    return reader


def _make_maker(cls: type[Event]) -> Callable[[tuple[str, ...]], Event]:
    """Compile what makes an event of its texts, through the slots of its class: a third of what `__init__` takes."""
    names: dict[str, Any] = {"new": object.__new__, "cls": cls}
    lines = ["def make(texts):", " event = new(cls)"]
    for place, field in enumerate(_LAYOUTS[cls]):
        names[f"set_{place}"] = getattr(cls, field.attribute).__set__
        lines.append(f" set_{place}(event, {'int' if field.kind == 'int' else ''}(texts[{place}]))")
    exec("\n".join([*lines, " return event"]), names)
    make: Callable[[tuple[str, ...]], Event] = names["make"]
    return make


def _matcher(name: str, layout: tuple[_Field, ...]) -> Callable[[str], re.Match[str] | None] | None:
    """Return what matches the canonical form when its texts hold no escapes: nearly always.

    None for a class with an encoded value that is not its last field: its end has to be parsed for.
    """
    if any(field.kind == "Encoded" for field in layout[:-1]):
        return None
    groups = {"int": "(-?(?:0|[1-9][0-9]*))", "str": '"([^"\\\\]*)"', "Encoded": "(.*)"}
    marks = "".join(field.key + groups[field.kind] for field in layout)
    return re.compile(f'{{"type":"{name}"{marks}}}', re.S).fullmatch


def quote(text: str) -> str:
    """Return `text` as a canonical JSON string: raw UTF-8, except lone surrogates, which are escaped."""
    quoted = _quote(text)
    if quoted.isascii():
        return quoted
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def encode_event(event: Event) -> bytes:
    """Return the one canonical byte form of `event`."""
    return encode_event_of(type(event), event, event.at_ms)


def encode_event_of(cls: type[Event], source: object, at_ms: int) -> bytes:
    """Return the bytes of the event of `cls` at a time, its other fields those of `source`, without making it."""
    write = _WRITERS.get(cls) or _make_writer(cls)
    return write(source, at_ms)


def make_event(cls: type[Event], source: object, at_ms: int) -> Event:
    """Return the event of `cls` at a time, its other fields those of `source`."""
    make = _COPIERS.get(cls) or _make_copier(cls)
    return make(source, at_ms)


_WRITERS: Final[dict[type[Event], Callable[[Any, int], bytes]]] = {}
_COPIERS: Final[dict[type[Event], Callable[[Any, int], Event]]] = {}
_VALUE_OF: Final = {
    "int": "{{event.{0}}}",
    "str": "{{q if (q := quote_text(event.{0})).isascii() else quote(event.{0})}}",  # as `quote`, without calling it
    "Encoded": "{{event.{0}}}",
}


def _make_copier(cls: type[Event]) -> Callable[[Any, int], Event]:
    """Compile what makes an event of the fields of another object, through its slots as `_make_maker` does."""
    names: dict[str, Any] = {"new": object.__new__, "cls": cls}
    lines = ["def make(source, at_ms):", " event = new(cls)"]
    for place, field in enumerate(_LAYOUTS[cls]):
        names[f"set_{place}"] = getattr(cls, field.attribute).__set__
        value = "at_ms" if field.attribute == "at_ms" else f"source.{field.attribute}"
        lines.append(f" set_{place}(event, {value})")
    exec("\n".join([*lines, " return event"]), names)
    make: Callable[[Any, int], Event] = names["make"]
    _COPIERS[cls] = make
    return make


def _make_writer(cls: type[Event]) -> Callable[[Any, int], bytes]:
    """Compile what writes events of `cls`: one f-string with all fields takes a third of what a loop over them does."""
    pieces = [f"""f'{{{{"type":"{cls.type}"'"""]
    for field in _LAYOUTS[cls]:
        value = "{at_ms}" if field.attribute == "at_ms" else _VALUE_OF[field.kind].format(field.attribute)
        piece = f"f'{field.key}{value}'"
        pieces.append(f"('' if event.{field.attribute} is None else {piece})" if field.is_optional else piece)
    write: Callable[[Any, int], bytes]
    write = eval(f"lambda event, at_ms: ({' + '.join(pieces)} + '}}').encode()", {"quote": quote, "quote_text": _quote})
    _WRITERS[cls] = write
    return write


def decode_event(data: bytes) -> Event:
    """Read canonical bytes back. Values inside stay encoded: nobody pays for what nobody looks at.

    Raises:
        MalformedValue: `data` is not the canonical form of a known event.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise MalformedValue(f"not UTF-8 ({error.reason} at byte {error.start})") from error
    name = text[9 : text.find('"', 9)]
    cls, match, make = _READERS.get(name) or _make_reader(name)
    found = match(text) if match is not None else None
    return _decode_slowly(cls, text) if found is None else make(found.groups())


def _decode_slowly(cls: type[Event], text: str) -> Event:
    if not text.startswith('{"type":"') or text[-1] != "}":
        raise MalformedValue("not an event")
    values: dict[str, Any] = {}
    layout = _LAYOUTS[cls]
    place = len(f'{{"type":"{cls.type}"')
    for field in layout:
        if not text.startswith(field.key, place):
            if field.is_optional:
                continue
            raise MalformedValue(f"{cls.type} lacks {field.attribute} at character {place}")
        place += len(field.key)
        if field is layout[-1] and field.kind == "Encoded":
            values[field.attribute] = text[place:-1]  # canonical order puts it last: no need to parse it
            place = len(text) - 1
        else:
            values[field.attribute], place = _read(field, text, place)
    if place != len(text) - 1:
        raise MalformedValue(f"{cls.type} has something after its fields at character {place}")
    return cls(**values)


def _read(field: _Field, text: str, place: int) -> tuple[Any, int]:
    try:
        if field.kind == "str":
            if text[place] != '"':
                raise MalformedValue(f"{field.attribute} is not text at character {place}")
            string, end = _scan_string(text, place + 1)
            return string, end
        if field.kind == "int":
            number = _INT.match(text, place)
            if number is None:
                raise MalformedValue(f"{field.attribute} is not a whole number at character {place}")
            return int(number[0]), number.end()
        return text[place : (end := _find_end(text, place)[1])], end
    except ValueError as error:
        if isinstance(error, MalformedValue):
            raise
        raise MalformedValue(f"{field.attribute} cannot be read: {error}") from error
