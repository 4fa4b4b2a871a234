"""One event of a journal, spelled out."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, Final

from vm.core.codec import plain
from vm.core.describe import describe_call, format_time
from vm.core.events import Encoded, Event
from vm.core.ids import short_name
from vm.face.documents import COMMON, ENCODED

_TIMES: Final = frozenset({"until_ms", "retry_at_ms"})


def detail_of(event: Event) -> str:
    """Return what an event says beyond its type, id and time. Nothing is cut off."""
    fields = {field.name: getattr(event, field.name) for field in dataclasses.fields(event)}
    call = _call_of(fields)
    parts = [call] if call else []
    for name, value in fields.items():
        if name in COMMON or value is None or (call and name in ("step", "workflow", "args", "input")):
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
    if name in ENCODED:
        return json.dumps(plain(Encoded(value)), ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False) if name == "text" else str(value)
