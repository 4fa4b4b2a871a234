"""What a server says, as frozen rows."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vm.core.lifecycle import RunStatus


@dataclass(frozen=True, slots=True)
class RunInfo:
    """Where a run stands. Times are ISO 8601 in UTC; `events` is the length of its journal."""

    run_id: str
    workflow: str
    status: RunStatus
    events: int
    journal_hash: str
    created: str
    updated: str
    ended: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a journal. `details` are its fields as plain JSON."""

    position: int
    type: str
    correlation_id: str | None
    time: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece of a stream: text, bytes, or a value in its plain JSON form."""

    index: int
    value: Any


@dataclass(frozen=True, slots=True)
class Hook:
    """An open hook. `kind` is `hook` or `webhook`; `schema` names what payloads are checked against."""

    token: str
    run_id: str
    correlation_id: str
    kind: str
    schema: str | None
    created: str
    metadata: Any


@dataclass(frozen=True, slots=True)
class Resumed:
    """Whom a payload went to. `is_new` is false when one with the same key was there before."""

    run_id: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow that the server can start. `parameters` are their names."""

    id: str
    name: str
    file: str
    parameters: tuple[str, ...]


def read_run(row: Mapping[str, Any]) -> RunInfo:
    """Return what a row of `/v1/runs` says. Fields that this client does not know are left out."""
    known = {name: row[name] for name in RunInfo.__slots__}
    return RunInfo(**{**known, "status": RunStatus(row["status"])})


def read_event(row: Mapping[str, Any]) -> Event:
    """Return what a row of a run's events says."""
    return Event(**{name: row[name] for name in Event.__slots__})


def read_hook(row: Mapping[str, Any]) -> Hook:
    """Return what a row of a run's hooks says."""
    return Hook(**{name: row[name] for name in Hook.__slots__})


def read_chunk(row: Mapping[str, Any]) -> Chunk:
    """Return what a row of a stream says, its bytes as bytes."""
    value = base64.b64decode(row["value"]) if row["kind"] == "bytes" else row["value"]
    return Chunk(row["index"], value)


def read_workflow(row: Mapping[str, Any]) -> Workflow:
    """Return what a row of the manifest says."""
    names = tuple(parameter["name"] for parameter in row["parameters"])
    return Workflow(row["id"], row["name"], row["file"], names)
