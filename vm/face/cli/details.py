"""One event of a journal, spelled out."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, Final

from vm.core.codec import plain
from vm.core.describe import describe_call, format_time
from vm.core.events import EVENT_TYPES, Encoded, Event, decode_event
from vm.core.ids import short_name
from vm.errors import JournalCorrupt, MalformedValue
from world.records import JournalRow

_COMMON: Final = ("at_ms", "correlation_id")  # they have columns of their own
_ENCODED: Final = frozenset(
    field.name
    for cls in EVENT_TYPES.values()
    for field in dataclasses.fields(cls)
    if str(field.type).startswith("Encoded")
)
_TIMES: Final = frozenset({"until_ms", "retry_at_ms"})


def detail_of(event: Event) -> str:
    """Return what an event says beyond its type, id and time. Nothing is cut off."""
    fields = {field.name: getattr(event, field.name) for field in dataclasses.fields(event)}
    call = _call_of(fields)
    parts = [call] if call else []
    for name, value in fields.items():
        if name in _COMMON or value is None or (call and name in ("step", "workflow", "args", "input")):
            continue
        parts.append(f"{name.removesuffix('_ms')}={_text(name, value)}")
    return "  ".join(parts)


def _call_of(fields: dict[str, Any]) -> str:
    """Return the step or workflow with its arguments, unless they are too long to stand as a call."""
    target = fields.get("step") or fields.get("workflow")
    arguments = fields.get("args") or fields.get("input")
    if target is None or arguments is None:
        return ""
    call = describe_call(target, arguments)
    return call if "…" not in call else f"{short_name(target)} {arguments}"


def _text(name: str, value: Any) -> str:
    if name in _TIMES:
        return format_time(value)
    if name in _ENCODED:
        return json.dumps(plain(Encoded(value)), ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False) if name == "text" else str(value)


def event_document(run_id: str, row: JournalRow, *, is_raw: bool) -> dict[str, Any]:
    """Return one journal row as JSON; `is_raw` adds the canonical bytes as text.

    Raises:
        JournalCorrupt: The row holds no event.
    """
    try:
        event = decode_event(row.body)
    except MalformedValue as error:
        raise JournalCorrupt(run_id, row.position, error.what) from error
    fields = {field.name: getattr(event, field.name) for field in dataclasses.fields(event)}
    details = {
        name: plain(value) if name in _ENCODED else value
        for name, value in fields.items()
        if name not in _COMMON and value is not None
    }
    document = {
        "position": row.position,
        "type": event.type,
        "correlation_id": fields.get("correlation_id"),
        "time": format_time(event.at_ms),
        "at_ms": event.at_ms,
        "hash": row.hash.hex(),
        "epoch": row.epoch,
        "appended": format_time(row.appended_ms),
        "details": details,
        "notes": None if row.notes is None else json.loads(row.notes),
    }
    return {**document, "raw": row.body.decode()} if is_raw else document
