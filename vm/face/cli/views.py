"""What `inspect` shows: each view as a table for people and as one JSON document for scripts."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any, Final

from vm.core.codec import plain
from vm.core.describe import describe_call, format_time
from vm.core.durations import format_ms
from vm.core.events import decode_event
from vm.core.ids import short_name
from vm.core.journal import check_link
from vm.core.lifecycle import RunStatus
from vm.errors import BadInput, JournalCorrupt, MalformedValue
from vm.face.cli.details import detail_of
from vm.face.cli.failures import failure_lines, run_failure_lines
from vm.face.cli.graphs import graph_lines
from vm.face.cli.narrate import failure_text, format_value
from vm.face.cli.screen import Screen
from vm.face.cli.sources import Sources
from vm.face.cli.text import Line, line, lines
from vm.face.cli.timeline import timeline_lines
from vm.face.documents import event_document, failure_document, run_document, run_row, time_text
from vm.face.times import read_since_ms
from vm.graph.looking import is_graph_run, look_at_graph
from vm.host.clock import wall_ms
from vm.inspect.failure import find_failure, read_failure
from vm.inspect.fold import RunView
from vm.inspect.views import StepView
from world.interface import World
from world.records import JournalRow, RunRecord

DEFAULT_RUNS: Final = 50
_STYLES: Final = {"completed": "green", "failed": "red", "running": "cyan"}


def show_runs(world: World, options: argparse.Namespace, screen: Screen) -> None:
    """List runs, newest first, and say so when there are more."""
    limit = options.limit or DEFAULT_RUNS
    found = world.list_runs(
        status=_read_status(options.status),
        workflow=options.workflow,
        since_ms=None if options.since is None else read_since_ms(options.since, wall_ms()),
        limit=limit + 1,
        after=options.after,
    )
    runs, is_more = found[:limit], len(found) > limit
    if screen.is_json:
        screen.answer({"runs": [run_row(run) for run in runs], "is_more": is_more})
        return
    if not runs:
        screen.show([line("no runs")])
        return
    heads = ["run", "status", "events", "created", "workflow"]
    screen.show_table(heads, [_run_cells(run) for run in runs])
    if is_more:
        screen.show_error([line(f"there are more: --limit N shows N; the next page: --after {runs[-1].run_id}")])


def _read_status(text: str | None) -> RunStatus | None:
    if text is None:
        return None
    try:
        return RunStatus(text)
    except ValueError as error:
        raise BadInput(f"--status {text!r} is no status", fix=f"use one of: {', '.join(RunStatus)}") from error


def _run_cells(run: RunRecord) -> list[str]:
    return [run.run_id, str(run.status), str(run.head), format_time(run.created_ms), short_name(run.workflow)]


def show_run(world: World, options: argparse.Namespace, screen: Screen) -> None:
    """Show one run whole."""
    record = world.get_run(options.run)
    view = fold_record(world, record)
    graph = look_at_graph(world, record) if is_graph_run(world, record.run_id) else None
    if screen.is_json:
        told = {} if graph is None else {"graph": {"outline": graph.outline, **graph.result}}
        header = {} if view.header is None else {"seed": view.header.seed, "input": plain(view.header.input)}
        more = {"steps": len(view.steps), "next": view.next}
        screen.answer({**run_row(record), **header, **run_document(record, view), **more, **told})
        return
    failure = find_failure(view)
    screen.show(_run_lines(record, view), title=f"run {record.run_id}", style=_STYLES.get(record.status, "yellow"))
    if graph is not None:
        screen.show([*graph_lines(graph), line("")])
    bars = timeline_lines(view, screen)
    if bars:
        screen.show([*bars, line("")])
    if failure is not None:
        if options.locals or options.all_frames:
            screen.show(run_failure_lines(world, record, failure, has_all=options.all_frames))
        else:
            screen.show(failure_lines(failure, Sources(world, record.bundle)))


def _run_lines(record: RunRecord, view: RunView) -> list[Line]:
    facts = [
        ("run", record.run_id),
        ("workflow", record.workflow),
        ("status", str(record.status)),
        ("call", describe_call(record.workflow, view.header.input) if view.header else None),
        ("seed", view.header.seed if view.header and view.header.seed != record.run_id else None),
        ("created", format_time(record.created_ms)),
        ("ended", time_text(record.ended_ms)),
        ("took", None if view.duration_ms is None else format_ms(view.duration_ms)),
        ("held by", record.owner),
        ("steps", f"{len(view.steps)}, {len(view.open_steps())} open"),
        ("events", str(record.head)),
        ("journal", record.head_hash.hex()),
        ("bundle", record.bundle),
        ("result", None if view.output is None else format_value(plain(view.output))),
        ("goes on", None if view.next is None else f"as run {view.next}"),
    ]
    facts += [("waits for", what) for what in _waits_for(view)]
    return [row for name, text in facts if text is not None for row in fact_lines(name, text)]


def _waits_for(view: RunView) -> list[str]:
    """Return what a run waits for; nothing once it has ended, whatever children it left behind."""
    if view.ended_ms is not None:
        return []
    found = [f"{step.correlation_id}  {describe_call(step.step, step.args)}" for step in view.open_steps()]
    found += [f"{wait.correlation_id}  until {format_time(wait.until_ms)}" for wait in view.open_waits()]
    found += [f"{hook.correlation_id}  payloads for {hook.token}" for hook in view.open_hooks()]
    found += [f"{child.correlation_id}  run {child.run_id}" for child in view.open_children()]
    return found


def fact_lines(name: str, text: str) -> list[Line]:
    """Return a named fact, over as many lines as it takes."""
    first, *rest = lines(text)
    return [((f"{name:10}", "dim"), *first), *(((" " * 10, ""), *row) for row in rest)]


def show_steps(world: World, options: argparse.Namespace, screen: Screen) -> None:
    """Show a run's steps in the order in which they were asked for."""
    view = fold_record(world, world.get_run(options.run))
    found = list(view.steps.values())[: options.limit]
    if screen.is_json:
        documents = [step_document(view, step) for step in found]
        screen.answer({"run_id": options.run, "steps": documents, "is_more": len(found) < len(view.steps)})
        return
    screen.show_table(
        ["id", "step", "status", "attempts", "started", "took", "error"], [_step_cells(view, step) for step in found]
    )
    announce_rest(len(found), len(view.steps), screen)


def _step_cells(view: RunView, step: StepView) -> list[str]:
    started = format_time(step.attempts[0].started_ms) if step.attempts else ""
    took = "" if step.duration_ms is None else format_ms(step.duration_ms)
    last = step.error or (step.attempts[-1].error if step.attempts else None)
    error = "" if last is None else failure_text(view, last)
    name = short_name(step.step)
    return [step.correlation_id, name, str(step.status), str(len(step.attempts)), started, took, error]


def step_document(view: RunView, step: StepView) -> dict[str, Any]:
    """Return a step with its attempts as JSON."""
    return {
        "correlation_id": step.correlation_id,
        "step": step.step,
        "status": str(step.status),
        "args": plain(step.args),
        "result": None if step.result is None else plain(step.result),
        "error": _error_document(view, step.error, step.trace),
        "created": format_time(step.created_ms),
        "ended": time_text(step.ended_ms),
        "duration_ms": step.duration_ms,
        "attempts": [
            {
                "attempt": attempt.number,
                "outcome": attempt.outcome,
                "started": format_time(attempt.started_ms),
                "ended": time_text(attempt.ended_ms),
                "next_attempt": time_text(attempt.retry_at_ms),
                "error": _error_document(view, attempt.error, attempt.trace),
            }
            for attempt in step.attempts
        ],
    }


def _error_document(view: RunView, error: str | None, trace: Any) -> dict[str, Any] | None:
    return None if error is None else failure_document(read_failure(error, view, frames=trace))


def show_events(world: World, options: argparse.Namespace, screen: Screen) -> None:
    """Show a run's journal."""
    record = world.get_run(options.run)
    rows = world.read_journal(record.run_id, limit=options.limit)
    if screen.is_json:
        documents = [event_document(record.run_id, row, is_raw=options.raw) for row in rows]
        screen.answer({"run_id": record.run_id, "events": documents, "is_more": len(documents) < record.head})
    elif options.raw:
        for row in rows:
            screen.out.write(row.body.decode("utf-8", "backslashreplace") + "\n")
    else:
        cells = [_event_cells(record.run_id, row) for row in rows]
        screen.show_table(["position", "type", "id", "time", "details"], cells)
        announce_rest(len(cells), record.head, screen)


def _event_cells(run_id: str, row: JournalRow) -> list[str]:
    event = _decode(run_id, row)
    identity = getattr(event, "correlation_id", "")
    return [str(row.position), event.type, identity, format_time(event.at_ms), detail_of(event)]


def show_waits(world: World, options: argparse.Namespace, screen: Screen) -> None:
    """Show what runs sleep for, and the retries that are due."""
    if options.run is not None:
        world.get_run(options.run)
    found = world.list_waits(options.run)
    waits = found[: options.limit]
    if screen.is_json:
        documents = [
            {
                "run_id": wait.run_id,
                "correlation_id": wait.correlation_id,
                "kind": wait.kind,
                "due": format_time(wait.due_ms),
            }
            for wait in waits
        ]
        screen.answer({"waits": documents, "is_more": len(waits) < len(found)})
        return
    if not found:
        screen.show([line("no waits")])
        return
    cells = [[wait.run_id, wait.correlation_id, wait.kind, format_time(wait.due_ms)] for wait in waits]
    screen.show_table(["run", "id", "kind", "due"], cells)
    announce_rest(len(waits), len(found), screen)


def announce_rest(shown: int, known: int, screen: Screen) -> None:
    if shown < known:
        screen.show_error([line(f"these are {shown} of {known}; --limit N shows N")])


def fold_record(world: World, record: RunRecord) -> RunView:
    view = RunView()
    for event, notes in _read(world, record.run_id):
        view.take(event, notes)
    return view


def _read(world: World, run_id: str) -> Iterator[tuple[Any, str | None]]:
    head_hash: bytes | None = None
    for row in world.read_journal(run_id):
        head_hash = check_link(run_id, head_hash, row.position, row.body, row.hash)
        yield _decode(run_id, row), row.notes


def _decode(run_id: str, row: JournalRow) -> Any:
    try:
        return decode_event(row.body)
    except MalformedValue as error:
        raise JournalCorrupt(run_id, row.position, error.what) from error
