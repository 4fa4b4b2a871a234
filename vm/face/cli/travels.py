"""What `replay` shows of a way through a run: stops at a line, a variable, what changed between two events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from vm.core.describe import format_time
from vm.errors import BadInput
from vm.face.cli.moments import moment_document, show_moment
from vm.face.cli.screen import Screen
from vm.face.cli.sources import Sources
from vm.face.cli.text import Line, line
from vm.inspect.moment import Moment, Variable, describe_moment
from vm.inspect.travel import Comparison, Sighting, places, stands_at

LONGEST: Final = 120  # characters of a variable in a table
MOST_PLACES: Final = 20


def read_place(text: str) -> tuple[str, int]:
    """Return the file and the line that `FILE:LINE` names. Raises `BadInput`."""
    file, _, number = text.rpartition(":")
    if not file or not number.isascii() or not number.isdigit():
        raise BadInput(f"{text!r} is no place in a file", fix="write FILE:LINE, as in order.py:17")
    return file, int(number)


def show_stops(moments: Sequence[Moment], place: str, sources: Sources, screen: Screen, *, has_locals: bool) -> None:
    """Show the first moment at which a task waits at a place, and where the others are."""
    file, number = read_place(place)
    stops = [moment for moment in moments if stands_at(moment, file, number)]
    if not stops:
        known = places(moments)
        shown = ", ".join(known[:MOST_PLACES]) + (" ..." if len(known) > MOST_PLACES else "")
        raise BadInput(f"no task ever waits at {place}", fix=f"tasks wait at {shown or 'no line at all'}")
    if screen.is_json:
        screen.answer(
            {
                "run_id": stops[0].run_id,
                "place": place,
                "stops": [moment.position for moment in stops],
                "moment": moment_document(stops[0], has_locals=has_locals),
            }
        )
        return
    show_moment(stops[0], sources, screen, has_locals=has_locals)
    if len(stops) > 1:
        more = ", ".join(str(moment.position) for moment in stops[1:])
        screen.show([line(("it stands there at events ", "dim"), more, (" as well", "dim"))])


# ---- one variable


def show_history(run_id: str, name: str, history: Sequence[Sighting], screen: Screen) -> None:
    """Show what became of a variable."""
    if not history:
        raise BadInput(
            f"no frame of run {run_id} ever has a variable {name}", fix="`replay RUN --at N --locals` lists them"
        )
    if screen.is_json:
        screen.answer({"run_id": run_id, "name": name, "history": [_sighting_document(one) for one in history]})
        return
    cells = [
        [
            str(one.position),
            format_time(one.at_ms),
            one.task,
            f"{one.function}:{one.line}",
            "(gone)" if one.variable is None else _short(one.variable),
        ]
        for one in history
    ]
    screen.show_table(["event", "time", "task", "where", name], cells)


def _sighting_document(one: Sighting) -> dict[str, Any]:
    return {
        "position": one.position,
        "time": format_time(one.at_ms),
        "task": one.task,
        "function": one.function,
        "line": one.line,
        **_variable_document(one.variable),
    }


def _variable_document(variable: Variable | None) -> dict[str, Any]:
    if variable is None:
        return {"text": None, "value": None}
    return {"text": variable.text, "value": variable.value}


def _short(variable: Variable | None) -> str:
    text = "" if variable is None else variable.text
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


# ---- two moments


def show_comparison(before: Moment, after: Moment, found: Comparison, screen: Screen) -> None:
    """Show what differs between two moments."""
    if screen.is_json:
        screen.answer(_comparison_document(before, after, found))
        return
    rows: list[Line] = [
        line(("from ", "dim"), (describe_moment(before), "bold")),
        line(("to   ", "dim"), (describe_moment(after), "bold")),
        line(""),
    ]
    rows += [line(("+ ", "green"), f"{name} has begun") for name in found.begun]
    rows += [line(("- ", "red"), f"{name} has ended") for name in found.ended]
    rows += [line(("~ ", "yellow"), f"{task} moved from {old} to {new}") for task, old, new in found.moved]
    for change in found.changes:
        where = f"{change.function}.{change.name}"
        if change.before is None:
            rows.append(line(("+ ", "green"), (where, "bold"), f" = {_short(change.after)}"))
        elif change.after is None:
            rows.append(line(("- ", "red"), (where, "bold"), f" (was {_short(change.before)})"))
        else:
            rows.append(line(("~ ", "yellow"), (where, "bold"), f": {_short(change.before)} → {_short(change.after)}"))
    rows += [line(("+ ", "green"), f"open: {text}") for text in found.opened]
    rows += [line(("- ", "red"), f"no longer open: {text}") for text in found.closed]
    if len(rows) == 3:
        rows.append(line("nothing differs"))
    screen.show(rows)


def _comparison_document(before: Moment, after: Moment, found: Comparison) -> dict[str, Any]:
    return {
        "run_id": before.run_id,
        "from": before.position,
        "to": after.position,
        "begun": list(found.begun),
        "ended": list(found.ended),
        "moved": [{"task": task, "from": old, "to": new} for task, old, new in found.moved],
        "changes": [
            {
                "task": change.task,
                "function": change.function,
                "name": change.name,
                "before": _variable_document(change.before),
                "after": _variable_document(change.after),
            }
            for change in found.changes
        ],
        "opened": list(found.opened),
        "closed": list(found.closed),
    }
