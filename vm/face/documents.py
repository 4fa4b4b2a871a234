"""Runs, failures and events as the JSON that every face shows of them."""

from __future__ import annotations

import base64
import dataclasses
import json
from typing import TYPE_CHECKING, Any, Final

from vm.core.codec import plain
from vm.core.describe import format_time
from vm.core.events import EVENT_TYPES, Encoded, decode_event
from vm.errors import JournalCorrupt, MalformedValue
from vm.inspect.fold import RunView
from world.changes import ChunkRow, HookRecord
from world.records import JournalRow, RunRecord

if TYPE_CHECKING:
    from vm.inspect.failure import Failure

COMMON: Final = ("at_ms", "correlation_id")  # they have columns of their own
ENCODED: Final = frozenset(
    field.name
    for cls in EVENT_TYPES.values()
    for field in dataclasses.fields(cls)
    if str(field.type).startswith("Encoded")
)


def time_text(at_ms: int | None) -> str | None:
    """Return a time as ISO 8601 in UTC, or None for None."""
    return None if at_ms is None else format_time(at_ms)


def run_row(run: RunRecord) -> dict[str, Any]:
    """Return a run as it is listed: what its row says, without a look at its journal."""
    return {
        "run_id": run.run_id,
        "workflow": run.workflow,
        "status": str(run.status),
        "events": run.head,
        "journal_hash": run.head_hash.hex(),
        "bundle": run.bundle,
        "created": format_time(run.created_ms),
        "updated": format_time(run.updated_ms),
        "ended": time_text(run.ended_ms),
        "due": time_text(run.due_ms),
        "owner": run.owner,
    }


def run_document(record: RunRecord, view: RunView) -> dict[str, Any]:
    """Return a run as `run --json` prints it."""
    return {
        "run_id": record.run_id,
        "workflow": record.workflow,
        "status": str(record.status),
        "output": None if view.output is None else plain(view.output),
        "error": None if view.error is None else _error_document(view),
        "events": record.head,
        "journal_hash": record.head_hash.hex(),
    }


def _error_document(view: RunView) -> dict[str, Any] | None:
    from vm.inspect.failure import find_failure

    failure = find_failure(view)
    return None if failure is None else failure_document(failure)


def failure_document(failure: Failure) -> dict[str, Any]:
    """Return a failure as JSON: type, message, slug, frames and cause."""
    document: dict[str, Any] = {
        "type": failure.type,
        "message": failure.message,
        "slug": failure.slug,
        "frames": [{"file": file, "line": number, "function": function} for file, number, function in failure.frames],
        "cause": None if failure.cause is None else failure_document(failure.cause),
    }
    if failure.notes:
        document["notes"] = list(failure.notes)
    if failure.members:
        document["members"] = [failure_document(member) for member in failure.members]
    return document


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
        name: plain(value) if name in ENCODED else value
        for name, value in fields.items()
        if name not in COMMON and value is not None
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


def chunk_document(chunk: ChunkRow) -> dict[str, Any]:
    """Return a chunk as JSON: bytes in base 64, values in their plain form."""
    if chunk.kind == "bytes":
        value: Any = base64.b64encode(chunk.body).decode()
    elif chunk.kind == "value":
        value = plain(Encoded(chunk.body.decode("utf-8", "surrogatepass")))
    else:
        value = chunk.body.decode("utf-8", "replace")
    return {"index": chunk.index, "kind": chunk.kind, "value": value}


def hook_document(hook: HookRecord) -> dict[str, Any]:
    """Return an open hook as JSON."""
    return {
        "token": hook.token,
        "run_id": hook.run_id,
        "correlation_id": hook.correlation_id,
        "kind": hook.kind,
        "schema": hook.schema,
        "created": format_time(hook.created_ms),
        "metadata": None if hook.metadata is None else plain(Encoded(hook.metadata)),
    }
