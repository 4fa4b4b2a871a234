"""Graphs without a file of their own, on the VM: the shape is the run's input, functions are called as steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from vm import use_step
from vm.graph.kit.context import GraphContext
from vm.graph.kit.document import read_graph
from vm.graph.kit.durable import DurableEngine, run_graph

FUNCTION = "$function"


class Remote:
    """A function that is outside. `key` is the end of its step's id."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self, context: Any) -> Any:
        raise TypeError("a function that is outside is called by its engine alone")


class StoredEngine(DurableEngine):
    """The seam for a graph whose functions are outside: each call is a step, and what it gave is in the journal."""

    async def evaluate_condition(self, key: str, function: Callable[[Any], Any], context: Any) -> Any:
        if not isinstance(function, Remote):
            return await super().evaluate_condition(key, function, context)
        call = call_of(context)
        return await use_step(f"{self.place}!{function.key}")(call)


def call_of(context: GraphContext) -> dict[str, Any]:
    """Return what a function of a graph is told, as data."""
    call: dict[str, Any] = {"path": context.scope.prefix, "input": context.value}
    if context.iteration_count:
        call["iteration"] = context.iteration_count
    if context.scope.key:
        call["scope"] = context.scope.key
    if context.walker.state:
        call["state"] = context.walker.state
    facts = context.walker.facts
    if facts.get("request_context"):
        call["context"] = facts["request_context"]
    if facts.get("resource_id") is not None:
        call["resource"] = facts["resource_id"]
    return call


def read_function(data: Any, _: str) -> Any:
    return Remote(data[FUNCTION]) if isinstance(data, Mapping) and FUNCTION in data else None


async def run_stored(graph: Any, input_data: Any = None, options: Any = None) -> Any:
    "use workflow"
    workflow = read_graph(graph, lambda _: Remote("step"), read_function)
    return await run_graph(workflow, input_data, options, engine=StoredEngine(options["place"]))
