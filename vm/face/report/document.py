"""What a report says of a run, as one JSON document; and the page that shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any, Final

from vm.core.codec import plain
from vm.core.describe import describe_call, describe_event, format_time
from vm.core.durations import format_ms
from vm.core.events import decode_event
from vm.core.program import Program
from vm.core.traces import Frame
from vm.face.documents import failure_document, run_document
from vm.inspect.difference import find_places
from vm.inspect.failure import find_failure
from vm.inspect.fold import RunView
from vm.inspect.moment import SECRETS, Moment, TaskView, look_through
from vm.inspect.travel import who
from vm.inspect.waterfall import find_bars, find_span
from world.records import JournalRow, RunRecord

LONGEST: Final = 400  # characters of one variable
MOST_EVENTS: Final = 2_000  # of a journal; of a longer one the report has the first
_MARK: Final = "/*DOCUMENT*/null"


def make_report(
    record: RunRecord, program: Program, sources: Mapping[str, str], rows: Iterable[JournalRow], view: RunView
) -> str:
    """Return a page of HTML: one file that loads nothing, and runs nothing but what it holds.

    Raises:
        DivergenceError, JournalCorrupt: The journal does not replay.
    """
    document = report_document(record, program, sources, list(rows), view)
    text = json.dumps(document, ensure_ascii=True).replace("<", "\\u003c")  # no text can end the script that it is in
    return files("vm.face.report").joinpath("page.html").read_text(encoding="utf-8").replace(_MARK, text)


def report_document(
    record: RunRecord, program: Program, sources: Mapping[str, str], rows: list[JournalRow], view: RunView
) -> dict[str, Any]:
    """Return what a report says. Variables whose names say that they are secrets are not in it. Raises as above."""
    start, end = find_span(view)
    shown = rows[:MOST_EVENTS]
    places = list(find_places(program, record.run_id, shown))
    moments = look_through(program, record.run_id, shown, secrets=SECRETS)
    failure = find_failure(view)
    assert view.header is not None, "a journal begins with its header"
    return {
        "run": {
            **run_document(record, view),
            "error": None if failure is None else failure_document(failure),
            "call": describe_call(record.workflow, view.header.input),
            "input": plain(view.header.input),
            "created": format_time(record.created_ms),
            "took": format_ms(end - start),
        },
        "span": [start, end],
        "is_cut": len(shown) < len(rows),
        "bars": [
            {
                "id": bar.id,
                "kind": bar.kind,
                "name": bar.name,
                "text": bar.text,
                "status": bar.status,
                "span": [bar.start_ms, bar.end_ms],
                "took": bar.took,
                "pieces": [[piece.start_ms, piece.end_ms, piece.outcome] for piece in bar.pieces],
            }
            for bar in find_bars(view)
        ],
        "events": list(_event_documents(shown, places, moments)),
        "sources": dict(sources),
    }


def _event_documents(
    rows: Iterable[JournalRow], places: Iterable[Frame | None], moments: Iterable[Moment]
) -> Iterator[dict[str, Any]]:
    """Yield each event with where the body stood behind it: `tasks` is null where that is as it was before."""
    before: tuple[TaskView, ...] | None = None
    for row, place, moment in zip(rows, places, moments, strict=True):
        event = decode_event(row.body)
        yield {
            "position": row.position,
            "type": event.type,
            "id": getattr(event, "correlation_id", ""),
            "text": describe_event(event),
            "time": format_time(event.at_ms),
            "at_ms": event.at_ms,
            "where": None if place is None else list(place),
            "pending": list(moment.pending),
            "tasks": None if moment.tasks == before else [_task_document(task) for task in moment.tasks],
        }
        before = moment.tasks


def _task_document(task: TaskView) -> dict[str, Any]:
    return {
        "name": who(task),
        "waits_for": task.waits_for,
        "frames": [
            {
                "file": frame.file,
                "line": frame.line,
                "function": frame.function,
                "locals": [[one.name, _cut(one.text)] for one in frame.variables],
            }
            for frame in task.frames
        ],
    }


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)"
