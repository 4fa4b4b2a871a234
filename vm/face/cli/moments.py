"""Where a run stood at an event, for people and as JSON."""

from __future__ import annotations

from typing import Any, Final

from vm.core.describe import format_time
from vm.face.cli.screen import Screen
from vm.face.cli.sources import Sources
from vm.face.cli.text import Line, line, lines
from vm.inspect.moment import FrameView, Moment, TaskView, Variable, describe_moment

LONGEST: Final = 300  # characters of a variable on the screen


def moment_document(moment: Moment, *, has_locals: bool) -> dict[str, Any]:
    """Return a moment as JSON. It is the same on every machine and Python."""
    return {
        "run_id": moment.run_id,
        "position": moment.position,
        "event": moment.event.type,
        "time": format_time(moment.at_ms),
        "status": moment.status,
        "random": moment.randomness,
        "pending": list(moment.pending),
        "tasks": [_task_document(task, has_locals=has_locals) for task in moment.tasks],
    }


def _task_document(task: TaskView, *, has_locals: bool) -> dict[str, Any]:
    return {
        "number": task.number,
        "name": task.name,
        "is_main": task.is_main,
        "waits_for": task.waits_for,
        "frames": [_frame_document(frame, has_locals=has_locals) for frame in task.frames],
    }


def _frame_document(frame: FrameView, *, has_locals: bool) -> dict[str, Any]:
    document: dict[str, Any] = {"file": frame.file, "line": frame.line, "function": frame.function}
    if has_locals:
        document["locals"] = {
            variable.name: {"text": variable.text, "value": variable.value} for variable in frame.variables
        }
    return document


def show_moment(moment: Moment, sources: Sources, screen: Screen, *, has_locals: bool) -> None:
    """Show a moment: what had happened, each task's stack with its source, what was open."""
    rows = [line((describe_moment(moment), "bold")), line("")]
    for task in moment.tasks:
        rows += _task_lines(task, sources, has_locals=has_locals)
    if moment.is_over:
        rows.append(line(f"the run is {moment.status}: no task is left"))
    if moment.randomness is not None:
        rows.append(line(("random numbers: state ", "dim"), moment.randomness))
    if moment.pending:
        rows += [line(("open:", "dim")), *(line("  ", opened) for opened in moment.pending)]
    screen.show(rows)


def _task_lines(task: TaskView, sources: Sources, *, has_locals: bool) -> list[Line]:
    who = "the body" if task.is_main else task.name
    rows = [line((who, "bold cyan"), " waits for ", (task.waits_for, "bold"))]
    for frame in task.frames:
        rows += _frame_lines(frame, sources)
        if has_locals:
            rows += [row for variable in frame.variables for row in variable_lines(variable)]
    return [*rows, line("")]


def _frame_lines(frame: FrameView, sources: Sources) -> list[Line]:
    rows = [line("  ", (f"{frame.file}:{frame.line}", "bold"), f" in {frame.function}")]
    for at, text in sources.excerpt((frame.file, frame.line, frame.function)):
        mark, style = ("❯", "bold") if at == frame.line else (" ", "dim")
        rows.append(line((f"    {mark} {at:4} │ ", "cyan" if at == frame.line else "dim"), (text, style)))
    return rows


def variable_lines(variable: Variable) -> list[Line]:
    """Return a variable with its value, as it stands below its frame."""
    text = variable.text
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}… (--json shows more)"
    first, *rest = lines(text, "dim" if variable.is_redacted else "")
    name = f"      {variable.name} = "
    return [((name, "green"), *first), *(((" " * len(name), ""), *row) for row in rest)]
