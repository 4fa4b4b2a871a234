"""Journals as text that people read, kept in golden files beside the tests."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from vm.core.codec import plain
from vm.core.describe import describe_call
from vm.core.durations import format_ms
from vm.core.events import Event, RunCreated

_LEFT_OUT: Final = ("at_ms", "correlation_id")
_TIMES: Final = ("until_ms", "retry_at_ms")


class SnapshotDiffers(AssertionError):
    """A journal is not what its golden file holds. The text is the difference, and how to accept it."""


def journal_text(events: Sequence[Event]) -> str:
    """Return a journal as text: an event a line, with its time since the start and its values.

    Left out is what changes with every edit of the source: hashes, versions, the seed.
    """
    first = events[0]
    assert isinstance(first, RunCreated), "a journal begins with its header"
    rows = [f"{first.run_id}: {describe_call(first.workflow, first.input)}"]
    for position, event in enumerate(events[1:], 2):
        since = format_ms(event.at_ms - first.at_ms)
        rows.append(f"{position:>4}  {'+' + since:<9} {event.type:<16} {_say(event, first.at_ms)}".rstrip())
    return "\n".join(rows) + "\n"


def _say(event: Event, start_ms: int) -> str:
    parts = [getattr(event, "correlation_id", "")]
    step = getattr(event, "step", None) or getattr(event, "workflow", None)
    given = getattr(event, "args", None) or getattr(event, "input", None)
    if step is not None and given is not None:
        parts.append(describe_call(step, given))
        names = [name for name in _names(event) if name not in ("step", "workflow", "args", "input")]
    else:
        names = _names(event)
    parts += [f"{name}={_value(event, name, start_ms)}" for name in names if getattr(event, name) is not None]
    return " ".join(part for part in parts if part)


def _names(event: Event) -> list[str]:
    return [field.name for field in fields(event) if field.name not in _LEFT_OUT]


def _value(event: Event, name: str, start_ms: int) -> str:
    value: Any = getattr(event, name)
    if name in _TIMES:
        return f"+{format_ms(value - start_ms)}"
    kind = next(str(field.type) for field in fields(event) if field.name == name)
    return json.dumps(plain(value) if "Encoded" in kind else value, ensure_ascii=False)


def compare_snapshot(text: str, file: Path, *, is_updating: bool) -> bool:
    """Compare a text with a golden file. Return True when the file was written, because there was none or to update.

    Raises:
        SnapshotDiffers: The text is another one.
    """
    expected = file.read_text(encoding="utf-8") if file.is_file() else None
    if expected == text:
        return False
    if is_updating or expected is None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return True
    rows = difflib.unified_diff(
        expected.splitlines(), text.splitlines(), f"{file.name} (golden)", "this run", lineterm="", n=2
    )
    raise SnapshotDiffers("\n".join(["the journal is not the golden one:", *rows, "", "to accept it: pytest --update"]))
