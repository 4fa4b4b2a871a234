"""What `inspect` shows of the inside of a run: one step whole, and the source with the events that came from it."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence

from vm.core.codec import plain
from vm.core.describe import describe_call, format_time
from vm.core.durations import format_ms
from vm.errors import BadInput, VMError
from vm.face.cli.failures import failure_lines
from vm.face.cli.narrate import failure_text, format_value
from vm.face.cli.screen import Screen
from vm.face.cli.sources import Sources
from vm.face.cli.text import Line, line
from vm.face.cli.views import fact_lines, fold_record, step_document
from vm.face.cli.walls import is_walled
from vm.face.documents import time_text
from vm.host.programs import ProgramCache
from vm.inspect.difference import find_places
from vm.inspect.failure import read_failure
from vm.inspect.fold import RunView
from vm.inspect.views import AttemptView, StepView
from world.interface import World
from world.records import RunRecord


def show_step(world: World, options: argparse.Namespace, screen: Screen) -> None:
    """Show one step of a run: its call, its result or failure, and each attempt."""
    record = world.get_run(options.run)
    view = fold_record(world, record)
    step = view.steps.get(options.id or "")
    if step is None:
        known = ", ".join(list(view.steps)[:20]) or "none"
        raise BadInput(f"run {record.run_id} has no step {options.id or ''}".rstrip(), fix=f"its steps are {known}")
    if screen.is_json:
        screen.answer({"run_id": record.run_id, **step_document(view, step)})
        return
    screen.show(_step_lines(step), title=f"{step.correlation_id} of run {record.run_id}")
    if step.attempts:
        heads = ["attempt", "outcome", "started", "took", "next in", "error"]
        screen.show_table(heads, [_attempt_cells(view, attempt) for attempt in step.attempts])
    if step.error is not None:
        failure = read_failure(step.error, view, frames=step.trace, step=step.step)
        screen.show(failure_lines(failure, Sources(world, record.bundle)))


def _step_lines(step: StepView) -> list[Line]:
    facts = [
        ("step", step.step),
        ("call", describe_call(step.step, step.args)),
        ("status", str(step.status)),
        ("asked for", format_time(step.created_ms)),
        ("ended", time_text(step.ended_ms)),
        ("took", None if step.duration_ms is None else format_ms(step.duration_ms)),
        ("result", None if step.result is None else format_value(plain(step.result))),
    ]
    return [row for name, text in facts if text is not None for row in fact_lines(name, text)]


def _attempt_cells(view: RunView, attempt: AttemptView) -> list[str]:
    return [
        str(attempt.number),
        attempt.outcome,
        format_time(attempt.started_ms),
        "" if attempt.ended_ms is None else format_ms(attempt.ended_ms - attempt.started_ms),
        _pause_text(attempt),
        "" if attempt.error is None else failure_text(view, attempt.error),
    ]


def _pause_text(attempt: AttemptView) -> str:
    """Return how long it is from the end of an attempt to the next one."""
    if attempt.retry_at_ms is None or attempt.ended_ms is None:
        return ""
    return format_ms(max(attempt.retry_at_ms - attempt.ended_ms, 0))


# ---- source


def show_bundle(world: World, options: argparse.Namespace, screen: Screen) -> None:
    """Show the source that a run runs, with the events that came from each line: found by a replay in this process."""
    record = world.get_run(options.run)
    bundle = ProgramCache(world).bundle(record.bundle)
    found = {} if is_walled(options) else _events_of_lines(world, record)
    if screen.is_json:
        files = [
            {
                "file": file,
                "text": text,
                "events": {str(number): found[file, number] for at, number in sorted(found) if at == file},
            }
            for file, text in bundle.files.items()
        ]
        screen.answer({"run_id": record.run_id, "bundle": record.bundle, "entry": bundle.entry, "files": files})
        return
    for file, text in bundle.files.items():
        screen.show([line((file, "bold")), *_source_lines(file, text, found), line("")])


def _source_lines(file: str, text: str, found: Mapping[tuple[str, int], Sequence[int]]) -> list[Line]:
    rows = []
    for number, words in enumerate(text.rstrip("\n").split("\n"), 1):
        positions = found.get((file, number), ())
        spans = _spans(positions)
        said = " ".join(spans[:MOST]) + (" …" if len(spans) > MOST else "")
        rows.append(line((f"{number:5} │ ", "dim"), words, (f"   ← {said}" if said else "", "cyan")))
    return rows


MOST = 8  # spans of events that are listed behind a line


def _spans(positions: Sequence[int]) -> list[str]:
    """Return ascending positions in short: 3 to 6 and 9 as `3-6 9`."""
    spans: list[list[int]] = []
    for position in positions:
        if spans and position == spans[-1][1] + 1:
            spans[-1][1] = position
        else:
            spans.append([position, position])
    return [str(first) if first == last else f"{first}-{last}" for first, last in spans]


def _events_of_lines(world: World, record: RunRecord) -> dict[tuple[str, int], list[int]]:
    """Return the positions of the events that came from each (file, line); none where the journal does not replay."""
    found: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    try:
        program = ProgramCache(world).load(record.bundle, record.workflow)
        rows = world.read_journal(record.run_id, limit=record.head)
        for position, place in enumerate(find_places(program, record.run_id, rows), 1):
            if place is not None:
                found[place[0], place[1]].append(position)
    except VMError:
        return dict(found)  # what there is of it: the source is what was asked for
    return dict(found)
