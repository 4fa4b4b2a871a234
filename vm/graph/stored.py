"""Graphs that no file declares, outside: their shape as data, and their functions by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from vm.graph.context import RequestContext, copied
from vm.graph.dump import _Writer
from vm.graph.kit import stored
from vm.graph.kit.document import FORMAT, OPTIONS
from vm.graph.kit.entries import Entry, EventEntry
from vm.graph.kit.nodes import Node
from vm.graph.kit.stored import FUNCTION
from vm.graph.kit.workflow import Workflow
from vm.graph.schemas import plain

FILE: Final = Path(stored.__file__)
WORKFLOW: Final = "run_stored"


def shape_as_data(workflow: Workflow[Any, Any]) -> tuple[dict[str, Any], dict[str, Callable[..., Any]]]:
    """Return a graph as the input of `run_stored`, and its functions by the keys that it names them with."""
    writer = _ShapeWriter()
    return {"format": FORMAT, **writer.graph(workflow)}, writer.functions


class _ShapeWriter(_Writer):
    def __init__(self) -> None:
        super().__init__(self.keep)
        self.functions: dict[str, Callable[..., Any]] = {}

    def keep(self, function: Any, _: str) -> Any:
        key = f"function_{len(self.functions) + 1}"
        self.functions[key] = function
        return {FUNCTION: key}

    def node(self, node: Any) -> dict[str, Any]:
        """Schemas stay outside; that there is one is all that the walker asks."""
        found: dict[str, Any] = {"id": node.id}
        if isinstance(node, Workflow):
            found |= {name: True for name in ("input_schema", "output_schema") if getattr(node, name) is not None}
        kept = {name: node.options.get(name) for name in OPTIONS}
        return found | {name: value for name, value in kept.items() if value is not None and value != {}}

    def entry(self, graph: str, entry: Entry) -> dict[str, Any]:
        if isinstance(entry, EventEntry):
            return {"kind": entry.kind, "id": entry.id, "name": entry.name}
        return super().entry(graph, entry)

    def spec(self, spec: Any, where: str) -> Any:
        return {"step": spec.id} if isinstance(spec, Node) else super().spec(spec, where)


class FunctionContext:
    """What a condition or a map is given when it is called outside. See `vm.graph.GraphContext`."""

    def __init__(self, workflow: Workflow[Any, Any], call: Mapping[str, Any], run_id: str, read: Any) -> None:
        self.input_data = copied(call["input"])
        self.state: dict[str, Any] = copied(call.get("state") or {})
        self.request_context = RequestContext(call.get("context") or {})
        self.iteration_count: int = call.get("iteration", 0)
        self.run_id = run_id
        self.workflow_id = workflow.id
        self.resource_id = call.get("resource")
        self.metadata = dict(workflow.metadata)
        self.engine = {"name": "vm"}
        self._read = read

    def get_init_data(self) -> Any:
        """Return the input of the workflow that this is part of."""
        return copied(self._read("", None))

    def get_step_result(self, step: Any) -> Any:
        """Return the output of a step by its id, or the step itself; None while there is none."""
        return copied(self._read("", step if isinstance(step, str) else step.id))


async def call_function(function: Callable[..., Any], context: FunctionContext) -> Any:
    """Call a function of a graph and return what it gives."""
    found = function(context)
    return plain(await found if inspect.isawaitable(found) else found)


class Places:
    """Where graphs without a file are known in this process: the ids of their steps begin so.

    A second graph of one id gets a place of its own, in the order in which they come.
    """

    def __init__(self) -> None:
        self._known: dict[str, Workflow[Any, Any]] = {}

    def find(self, workflow: Workflow[Any, Any]) -> str:
        """Return the place of a graph."""
        number = 1
        while True:
            name = workflow.id if number == 1 else f"{workflow.id}~{number}"
            if self._known.setdefault(name, workflow) is workflow:
                return f"step//graph//{name}"
            number += 1

    def __iter__(self) -> Iterator[tuple[str, Workflow[Any, Any]]]:
        return iter([(f"step//graph//{name}", workflow) for name, workflow in self._known.items()])


PLACES: Final = Places()
