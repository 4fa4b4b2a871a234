"""Graphs on the command line: found in files, drawn as trees with the state of each step."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from vm.errors import BadInput
from vm.face.cli.narrate import format_value
from vm.face.cli.text import Line, Span, line
from vm.graph.dump import outline_graph
from vm.graph.kit.nodes import GraphError
from vm.graph.kit.workflow import Workflow
from vm.graph.looking import GraphView
from vm.graph.pictures import Part, draw_graph
from vm.host.programs import find_source
from vm.host.registry import Registry

STATES: Final = {
    "success": ("✓", "green"),
    "bailed": ("✓", "green"),
    "failed": ("✗", "red"),
    "suspended": ("?", "yellow"),
    "paused": ("?", "yellow"),
    "waiting": ("…", "cyan"),
    "running": ("…", "cyan"),
    "canceled": ("-", "magenta"),
    "skipped": ("-", "dim"),
}
"""What stands before a step, by its status."""


def read_outlines(file: str, name: str | None) -> list[dict[str, Any]]:
    """Return the graphs in a file as outlines: all of them, or the one of that variable or id.

    Raises:
        BadInput: There is none, or none of that name; a JSON file holds no graph.
        SourceNotFound, SourceRefused, StepsNotImportable: The file cannot be used.
    """
    found = _from_json(file) if file.endswith(".json") else _from_python(file)
    chosen = [outline for variable, outline in found if name in (None, variable, outline["id"])]
    if not chosen:
        known = ", ".join(variable for variable, _ in found)
        what = f"{file} has no graph" if name is None or not found else f"{file} has no graph {name}"
        raise BadInput(what, fix=f"it has {known}" if known else "a graph is a variable: trip = create_workflow(...)")
    return chosen


def _from_json(file: str) -> list[tuple[str, dict[str, Any]]]:
    try:
        document = json.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"{file} cannot be read: {error}", fix="give a file that `dump_graph` wrote") from error
    found = document.get("graphs", [document]) if isinstance(document, dict) else []
    if not found or not all(isinstance(one, dict) and "entries" in one and "id" in one for one in found):
        raise BadInput(f"{file} holds no graph", fix="give a file that `dump_graph` or `graph --json` wrote")
    return [(one["id"], one) for one in found]


def _from_python(file: str) -> list[tuple[str, dict[str, Any]]]:
    source = find_source(Path(file), None, is_steps_only=True)
    registry = Registry()
    registry.load(source)
    module = registry.types.find_module(source.bundle.entry)
    found = [(name, value) for name, value in vars(module).items() if isinstance(value, Workflow)]
    try:
        return [(name, outline_graph(workflow)) for name, workflow in found]
    except GraphError as error:
        raise BadInput(str(error), fix=f"mend {file}") from error


def tree_lines(
    drawn: Part, states: Mapping[str, str] | None = None, notes: Mapping[str, str] | None = None
) -> list[Line]:
    """Return a graph as a tree, a line for each part; with `states`, each step shows its status by its path.

    `notes` are more words about a step, by its path.
    """
    top: list[Span] = [(drawn.name, "bold")]
    rows = [line(*top, *_said(drawn.note))]
    _add(rows, drawn.parts, "", states, notes or {})
    return rows


def graph_lines(view: GraphView) -> list[Line]:
    """Return a run of a graph as a tree: its status, the state of each step, and what it waits for."""
    if view.outline is None:
        return [line(("the graph has not begun", "dim"))]
    waiting = {
        one["path"]: f"waits: {format_value(one['payload'])}" for one in view.suspensions if one["kind"] == "step"
    }
    first, *rest = tree_lines(draw_graph(view.outline), view.states(), waiting)
    status = view.result["status"]
    return [(*first, *line("  ", (status, STATES.get(status, ("", "cyan"))[1]))), *rest]


def _add(
    rows: list[Line], parts: Sequence[Part], indent: str, states: Mapping[str, str] | None, notes: Mapping[str, str]
) -> None:
    for index, part in enumerate(parts):
        is_last = index == len(parts) - 1
        rows.append(_row(part, f"{indent}{'└─ ' if is_last else '├─ '}", states, notes))
        _add(rows, part.parts, f"{indent}{'   ' if is_last else '│  '}", states, notes)


def _row(part: Part, lead: str, states: Mapping[str, str] | None, notes: Mapping[str, str]) -> Line:
    said = _said(part.note)
    if states is None or not part.path:
        return line((lead, "dim"), (part.name, _style(part)), *said)
    status = states.get(part.path)
    mark, style = STATES.get(status or "", (" ", "dim"))
    state = [("  ", ""), (status, style)] if status else []
    more = [("  ", ""), (notes[part.path], "")] if part.path in notes else []
    return line((lead, "dim"), (f"{mark} ", style), (part.name, _style(part)), *said, *state, *more)


def _style(part: Part) -> str:
    return {"step": "cyan", "workflow": "bold cyan"}.get(part.kind, "magenta")


def _said(note: str) -> list[Span]:
    return [("  ", ""), (note, "dim")] if note else []
