"""Events: what happened to a run, in the past tense, frozen.

Each has one canonical byte form (`to_bytes`): UTF-8 JSON, no spaces, fields in the order of the class,
fields that are None left out. A field that holds a value of the author's is already encoded text (an
`Encoded`, from `vm.core.codec`), so that a value is encoded once and hashed as it stands.

`at_ms` is logical time, in milliseconds since the epoch. An event from outside brings it; an event that
the VM emits carries the time of the last event fed to the body, so that a replay regenerates it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from json.decoder import scanstring as _scan_string  # type: ignore[attr-defined]  # C, and undocumented in typeshed
from json.encoder import encode_basestring as _quote
from typing import Any, ClassVar, Final, NewType

from vm.errors import MalformedValue

JOURNAL_VERSION: Final = 1

Encoded = NewType("Encoded", str)
"""Canonical JSON text of one value, as `codec.encode` makes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events. `type` is its name in the journal; `is_fed` says that it comes from outside."""

    type: ClassVar[str] = ""
    is_fed: ClassVar[bool] = True

    at_ms: int

    def to_bytes(self) -> bytes:
        """Return the canonical bytes. Equal events give equal bytes on every machine and Python."""
        return encode_event(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCreated(Event):
    """The header of a run. `input` is the pair (args, kwargs). `bundle` is the sandboxed source's hash."""

    type: ClassVar[str] = "run_created"
    journal_version: int
    run_id: str
    workflow: str
    bundle: str
    policy: int
    seed: str
    input: Encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted(Event):
    type: ClassVar[str] = "run_started"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCompleted(Event):
    type: ClassVar[str] = "run_completed"
    is_fed: ClassVar[bool] = False
    output: Encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFailed(Event):
    type: ClassVar[str] = "run_failed"
    is_fed: ClassVar[bool] = False
    error: Encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCreated(Event):
    """The body asked for a step. `args` is the pair (args, kwargs); `options` what `use_step` was given."""

    type: ClassVar[str] = "step_created"
    is_fed: ClassVar[bool] = False
    correlation_id: str
    step: str
    options: Encoded | None = None
    args: Encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStarted(Event):
    """Attempt `attempt` (from 1) is about to run."""

    type: ClassVar[str] = "step_started"
    correlation_id: str
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRetrying(Event):
    """Attempt `attempt` failed with `error`; the next one is due at `retry_at_ms`."""

    type: ClassVar[str] = "step_retrying"
    correlation_id: str
    attempt: int
    retry_at_ms: int
    error: Encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCompleted(Event):
    type: ClassVar[str] = "step_completed"
    correlation_id: str
    result: Encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFailed(Event):
    """The step failed for good after `attempts` attempts (0: it was never run)."""

    type: ClassVar[str] = "step_failed"
    correlation_id: str
    attempts: int
    error: Encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCancelled(Event):
    type: ClassVar[str] = "step_cancelled"
    is_fed: ClassVar[bool] = False
    correlation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitCreated(Event):
    """The body sleeps until `until_ms`. The due time is fixed here, once."""

    type: ClassVar[str] = "wait_created"
    is_fed: ClassVar[bool] = False
    correlation_id: str
    until_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitCompleted(Event):
    type: ClassVar[str] = "wait_completed"
    correlation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitCancelled(Event):
    type: ClassVar[str] = "wait_cancelled"
    is_fed: ClassVar[bool] = False
    correlation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogWritten(Event):
    """The body printed or logged `text`. Recorded once; a replay regenerates it and shows nothing."""

    type: ClassVar[str] = "log_written"
    is_fed: ClassVar[bool] = False
    level: str
    text: str


EVENT_TYPES: Final[dict[str, type[Event]]] = {
    cls.type: cls
    for cls in (
        RunCreated, RunStarted, RunCompleted, RunFailed,
        StepCreated, StepStarted, StepRetrying, StepCompleted, StepFailed, StepCancelled,
        WaitCreated, WaitCompleted, WaitCancelled, LogWritten,
    )
}  # fmt: skip

_SHORT_NAMES: Final = {"at_ms": "at", "correlation_id": "id"}  # they stand in every event
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_INT: Final = re.compile("-?(?:0|[1-9][0-9]*)")
_find_end: Final = json.JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True)
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


def _pattern(cls: type[Event]) -> re.Pattern[str] | None:
    """Return what the canonical form matches when its texts hold no escapes: nearly always, and in one go.

    None for a class with an encoded value that is not its last field: its end has to be parsed for.
    """
    layout = _LAYOUTS[cls]
    if any(field.kind == "Encoded" for field in layout[:-1]):
        return None
    groups = {"int": "(-?(?:0|[1-9][0-9]*))", "str": '"([^"\\\\]*)"', "Encoded": "(.*)"}
    return re.compile(
        f'{{"type":"{cls.type}"' + "".join(field.key + groups[field.kind] for field in layout) + "}", re.S
    )


_PATTERNS: Final = {cls.type: (cls, _LAYOUTS[cls], _pattern(cls)) for cls in EVENT_TYPES.values()}


def quote(text: str) -> str:
    """Return `text` as a canonical JSON string: raw UTF-8, except lone surrogates, which are escaped."""
    quoted = _quote(text)
    if quoted.isascii():
        return quoted
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def encode_event(event: Event) -> bytes:
    """Return the one canonical byte form of `event`."""
    parts = [f'{{"type":"{event.type}"']
    for field in _LAYOUTS[type(event)]:
        value = getattr(event, field.attribute)
        if value is None:
            continue
        parts.append(field.key)
        if field.kind == "int":
            parts.append(int.__repr__(value))
        elif field.kind == "str":
            parts.append(quote(value))
        else:
            parts.append(value)
    parts.append("}")
    return "".join(parts).encode()


def decode_event(data: bytes) -> Event:
    """Read canonical bytes back. Values inside stay encoded: nobody pays for what nobody looks at.

    Raises:
        MalformedValue: `data` is not the canonical form of a known event.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise MalformedValue(f"not UTF-8 ({error.reason} at byte {error.start})") from error
    known = _PATTERNS.get(text[9 : text.find('"', 9)])
    if known is None or not text.startswith('{"type":"') or text[-1] != "}":
        raise MalformedValue("not an event")
    cls, layout, pattern = known
    match = pattern.fullmatch(text) if pattern is not None else None
    if match is not None:
        pairs = zip(layout, match.groups(), strict=True)
        found: dict[str, Any] = {
            field.attribute: int(value) if field.kind == "int" else value for field, value in pairs
        }
        return cls(**found)
    return _decode_slowly(cls, layout, text)


def _decode_slowly(cls: type[Event], layout: tuple[_Field, ...], text: str) -> Event:
    values: dict[str, Any] = {}
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
