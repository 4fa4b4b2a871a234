"""Graphs for people: as a tree of lines, and as Mermaid. Both are drawn from an outline (`vm.graph.outline_graph`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from vm.core.frozen import frozen

_SIGNS: Final = {"eq": "==", "ne": "!=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">=", "in": "in", "not_in": "not in"}
_COLOURS: Final = {
    "success": "fill:#cfc",
    "bailed": "fill:#cfc",
    "failed": "fill:#fcc",
    "suspended": "fill:#ffc",
    "paused": "fill:#ffc",
    "running": "fill:#cff",
    "waiting": "fill:#cff",
    "canceled": "fill:#ecf",
}
"""How a step is painted, by its status."""


@frozen
class Part:
    """A graph, an entry or a step as it is drawn. `path` is the dotted name of its result, empty where it has none."""

    kind: str
    name: str
    path: str = ""
    note: str = ""
    parts: tuple[Part, ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Part]]:
        """Yield the part and all below it with their depths, in the order of the graph."""
        yield depth, self
        for part in self.parts:
            yield from part.walk(depth + 1)


def draw_graph(outline: Mapping[str, Any]) -> Part:
    """Return what is drawn of a graph."""
    return Part("workflow", outline["id"], parts=tuple(_entry(entry, "") for entry in outline["entries"]))


def _entry(entry: Mapping[str, Any], prefix: str) -> Part:
    kind = entry["kind"]
    if kind in ("step", "foreach", "dowhile", "dountil"):
        return _step(entry, prefix, _say_entry(entry))
    if kind in ("parallel", "branch"):
        found = [
            _step(part, prefix, f"if {say(part['when'])}" if "when" in part else "")
            for part in entry.get("steps", entry.get("arms", ()))
        ]
        return Part(kind, entry["id"], "", "together" if kind == "parallel" else "", tuple(found))
    return Part(kind, entry["id"], f"{prefix}{entry['id']}", _say_entry(entry))


def _step(part: Mapping[str, Any], prefix: str, note: str) -> Part:
    if "step" in part:
        return Part("step", part["step"]["id"], f"{prefix}{part['step']['id']}", note)
    nested = part["workflow"]
    path = f"{prefix}{nested['id']}"
    return Part("workflow", nested["id"], path, note, tuple(_entry(entry, f"{path}.") for entry in nested["entries"]))


def _say_entry(entry: Mapping[str, Any]) -> str:
    kind = entry["kind"]
    if kind == "foreach":
        concurrency = entry.get("concurrency", 1)
        return "for each item" + (f", {say(concurrency)} at a time" if concurrency != 1 else "")
    if kind in ("dowhile", "dountil"):
        return f"{'while' if kind == 'dowhile' else 'until'} {say(entry['when'])}"
    if kind == "map":
        mapping = entry["mapping"]
        return say(mapping) if "function" in mapping else ", ".join(mapping)
    if kind == "sleep":
        return f"for {say(entry['duration'])}"
    if kind == "sleep_until":
        return f"until {say(entry['moment'])}"
    return f"for {entry['name']}" if kind == "event" else ""


def say(value: Any) -> str:
    """Return a condition or another value of a document in words."""
    if not isinstance(value, Mapping):
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    if "function" in value:
        line = f" (line {value['line']})" if "line" in value else ""
        name = "lambda" if value["function"] == "<lambda>" else value["function"]
        return f"{name}{line}"
    if "path" in value:
        return str(value["path"])
    if "literal" in value:
        return json.dumps(value["literal"], ensure_ascii=False, default=str)
    if len(value) == 1:
        ((operator, rest),) = value.items()
        if operator in ("and", "or"):
            return f" {operator} ".join(f"({say(part)})" if len(rest) > 1 else say(part) for part in rest)
        if operator == "not":
            return f"not ({say(rest)})"
        if operator in ("exists", "truthy"):
            return f"{say(rest)} {'is there' if operator == 'exists' else 'is true'}"
        if operator in _SIGNS:
            return f"{say(rest[0])} {_SIGNS[operator]} {say(rest[1])}"
    return json.dumps(value, ensure_ascii=False, default=str)


# ---- Mermaid


def mermaid_of(drawn: Part, states: Mapping[str, str] | None = None) -> str:
    """Return a flowchart in Mermaid. `states` are the statuses of steps by path; each has a class of its name."""
    chart = _Chart(states or {})
    chart.add("start", f"([{_quoted(drawn.name)}])")
    last = chart.row(drawn.parts, ["start"])
    chart.add("end_", "([end])")
    chart.link(last, "end_")
    return chart.text()


class _Chart:
    def __init__(self, states: Mapping[str, str]) -> None:
        self._states = states
        self._lines = ["flowchart TD"]
        self._used: dict[str, list[str]] = {}
        self._count = 0

    def add(self, name: str, shape: str) -> None:
        self._lines.append(f"    {name}{shape}")

    def link(self, heads: list[str], target: str, note: str = "") -> None:
        arrow = f"-->|{_quoted(note)}|" if note else "-->"
        self._lines += [f"    {head} {arrow} {target}" for head in heads]

    def row(self, parts: tuple[Part, ...], heads: list[str]) -> list[str]:
        """Draw entries one behind the other; return what the next one hangs on."""
        for part in parts:
            heads = self.entry(part, heads)
        return heads

    def entry(self, part: Part, heads: list[str], note: str = "") -> list[str]:
        if part.kind in ("parallel", "branch"):
            fork = self._name()
            self.add(fork, f"{{{_quoted(part.name)}}}" if part.kind == "branch" else f"[[{_quoted(part.name)}]]")
            self.link(heads, fork, note)
            ends = [end for arm in part.parts for end in self.entry(arm, [fork], arm.note)]
            return [*ends, fork] if part.kind == "branch" else ends
        if part.kind == "workflow":
            box = self._name()
            self._lines.append(f"    subgraph {box} [{_quoted(_label(part))}]")
            inner = f"{box}_in"
            self.add(inner, "(( ))")
            ends = self.row(part.parts, [inner])
            self._lines.append("    end")
            self.link(heads, inner, note)
            return ends
        name = self._name()
        shape = "([{}])" if part.kind in ("sleep", "sleep_until", "event") else "[{}]"
        self.add(name, shape.format(_quoted(_label(part, without=note))))
        self.link(heads, name, note)
        state = self._states.get(part.path)
        if state in _COLOURS:
            self._used.setdefault(state, []).append(name)
        return [name]

    def _name(self) -> str:
        self._count += 1
        return f"n{self._count}"

    def text(self) -> str:
        marked = [f"    classDef {state} {_COLOURS[state]}" for state in self._used]
        marked += [f"    class {','.join(names)} {state}" for state, names in self._used.items()]
        return "\n".join([*self._lines, *marked]) + "\n"


def _label(part: Part, without: str = "") -> str:
    note = "" if part.note == without else part.note
    return f"{part.name}: {note}" if note else part.name


def _quoted(text: str) -> str:
    return '"' + re.sub(r"[\n\r]+", " ", text).replace("&", "#amp;").replace('"', "#quot;") + '"'
