"""Graphs as JSON: `load_graph` reads what `vm.graph.dump_graph` writes. Read inside the sandbox and outside.

    {"id": "trip", "entries": [{"kind": "step", "step": {"id": "quote"}}, {"kind": "branch", "id": "branch_2", "arms":
        [{"when": {"gt": [{"path": "input.price"}, {"literal": 500}]}, "step": {"id": "approve"}}]}, ...]}

Schemas are JSON Schema. A step is named, its options beside it; what it does is found by its id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from vm.graph.kit.nodes import GraphError, Step
from vm.graph.kit.predicates import PathValue, Predicate
from vm.graph.kit.workflow import Workflow, make_workflow

FORMAT = 1

SCHEMAS = ("input_schema", "output_schema", "suspend_schema", "resume_schema", "state_schema")
OPTIONS = ("retries", "delay", "backoff", "max_delay", "timeout", "description", "metadata", "validate_inputs", "retry")

FindStep = Callable[[dict[str, Any]], Any]
"""Returns the function of a step, by what the document says of it."""

ReadFunction = Callable[[Any, str], Any]
"""Returns the function that a document has something of its own for. Gets that and its place."""


def read_graph(
    document: Mapping[str, Any], find_step: FindStep, read_function: ReadFunction | None = None
) -> Workflow[Any, Any]:
    """Return the committed graph that a document describes. See `vm.graph.load_graph`.

    Raises:
        GraphError: It describes none; the text names the place.
    """
    if document.get("format", FORMAT) != FORMAT:
        raise GraphError(f"the document has format {document['format']}, and this version reads {FORMAT}")
    return _Reader(find_step, read_function).graph(document)


class _Reader:
    def __init__(self, find_step: FindStep, read_function: ReadFunction | None) -> None:
        self._find = find_step
        self._function = read_function

    def graph(self, document: Any) -> Any:
        name = _get(document, "id", "the graph")
        found = make_workflow(name, document.get("input_schema"), document.get("output_schema"), _options(document))
        for entry in _get(document, "entries", name):
            self.add(found, entry, f"{name}, entry {len(found.entries) + 1}")
        return found.commit()

    def step(self, part: Any, where: str) -> Any:
        if "workflow" in part:
            return self.graph(part["workflow"])
        said = _get(part, "step", where)
        options = _options(said)
        execute = self._find(said)
        if isinstance(execute, Step):
            options = {**execute.options, **options}
            execute = execute.execute
        return Step(_get(said, "id", where), said.get("input_schema"), said.get("output_schema"), execute, options)

    def test(self, data: Any, where: str) -> Any:
        return self.function(data, where) or Predicate(data)

    def value(self, data: Any, where: str) -> Any:
        """Return a constant as it is, and what is a path as a function of the context."""
        found = self.function(data, where)
        if found is not None:
            return found
        return PathValue(data) if isinstance(data, Mapping) and len(data) == 1 and "path" in data else data

    def function(self, data: Any, where: str) -> Any:
        return None if self._function is None else self._function(data, where)

    def add(self, graph: Any, entry: Any, where: str) -> None:
        kind = _get(entry, "kind", where)
        if kind == "step":
            graph.then(self.step(entry, where))
        elif kind == "parallel":
            graph.parallel([self.step(part, where) for part in _get(entry, "steps", where)])
        elif kind == "branch":
            arms = _get(entry, "arms", where)
            graph.branch([(self.test(_get(arm, "when", where), where), self.step(arm, where)) for arm in arms])
        elif kind in ("dowhile", "dountil"):
            test = self.test(_get(entry, "when", where), where)
            (graph.dowhile if kind == "dowhile" else graph.dountil)(self.step(entry, where), test)
        elif kind == "foreach":
            graph.foreach(self.step(entry, where), self.value(entry.get("concurrency", 1), where))
        elif kind == "map":
            graph.map(self.mapping(_get(entry, "mapping", where), where), id=entry.get("id"))
        elif kind == "sleep":
            graph.sleep(self.value(_get(entry, "duration", where), where), id=entry.get("id"))
        elif kind == "sleep_until":
            graph.sleep_until(self.moment(_get(entry, "moment", where), where), id=entry.get("id"))
        elif kind == "event":
            graph.wait_for_event(_get(entry, "name", where), entry.get("schema"), id=entry.get("id"))
        else:
            raise GraphError(f"{where}: there is no kind of entry {kind!r}")

    def moment(self, data: Any, where: str) -> Any:
        return datetime.fromisoformat(data) if isinstance(data, str) else self.value(data, where)

    def mapping(self, data: Any, where: str) -> Any:
        found = self.function(data, where)
        if found is not None:
            return found
        if not isinstance(data, Mapping):
            raise GraphError(f"{where}: a map is a dict of specifications")
        return {key: self.spec(spec, where) for key, spec in data.items()}

    def spec(self, spec: Any, where: str) -> Any:
        found = self.function(spec, where)
        if found is not None:
            return found
        if isinstance(spec, Mapping) and "fn" in spec:
            return {**spec, "fn": self.function(spec["fn"], where)}
        return spec


def _options(document: Any) -> dict[str, Any]:
    return {name: document[name] for name in (*SCHEMAS[2:], *OPTIONS) if name in document}


def _get(data: Any, name: str, where: str) -> Any:
    if not isinstance(data, Mapping) or name not in data:
        raise GraphError(f"{where}: there is no {name!r}")
    return data[name]


def when(data: Any) -> Predicate:
    """Return a condition as data: `.branch([(when({"gt": [{"path": "input.price"}, {"literal": 500}]}), approve)])`.

    Raises:
        GraphError: It is no predicate; the text names the place.
    """
    return Predicate(data)


def load_graph(document: Mapping[str, Any], steps: Any = None) -> Workflow[Any, Any]:
    """Return the graph that a document describes, committed.

    `steps` are what its steps do: a dict from id to a step or a function, or a list of steps.

    Raises:
        GraphError: It describes none, or a step is not there.
    """
    known = steps if isinstance(steps, Mapping) else {step.id: step for step in steps or ()}

    def find(said: dict[str, Any]) -> Any:
        if said["id"] not in known:
            raise GraphError(f"the step {said['id']!r} is not there: give it in steps, which has {', '.join(known)}")
        return known[said["id"]]

    return read_graph(document, find)
