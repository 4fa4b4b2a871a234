"""One attempt of a graph's step, outside the sandbox: what it is called with comes in as data, an answer goes out."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import trio

from vm.graph.context import Facts, StepContext, Stop
from vm.graph.kit.engine import ANSWER, Call
from vm.graph.kit.nodes import Node, Step
from vm.graph.kit.workflow import Workflow
from vm.graph.schemas import parse, plain


async def make_attempt(step: Step[Any, Any], call: Call, facts: Facts) -> Any:
    """Call a step's function once and return its answer: the output, or a dict with `ANSWER`. See `ExecutionEngine`.

    Raises:
        SchemaMismatch: The input, the output or the suspension is not of its schema. It is not tried again.
    """
    checks = bool(step.options.get("validate_inputs", facts.validate_inputs))
    value = call[0]
    if checks and step.input_schema is not None:
        what = f"Step input validation failed: the input of step {step.id} does not fit its schema"
        value = parse(step.input_schema, value, what)
    context = StepContext(step, value, call, facts)
    try:
        output = await call_function(step, context, value)
    except Stop as stop:
        if stop.context is not context:
            raise
        return {ANSWER: context.finish(stop.answer, checks=checks)}
    if checks and step.output_schema is not None:
        what = f"Step output validation failed: the output of step {step.id} does not fit its schema"
        output = parse(step.output_schema, output, what)
    else:
        output = plain(output)
    if context.has_changes or (type(output) is dict and ANSWER in output):
        return {ANSWER: context.finish({"output": output}, checks=checks)}
    return output


async def call_function(step: Step[Any, Any], context: StepContext, value: Any) -> Any:
    """Call a step's own function: with its context, or, where it was a step of code workflows, with its input."""
    function = step.execute
    args: list[Any] = [context]
    kwargs: dict[str, Any] = {}
    if "is_plain" in step.options:
        args, kwargs = _arguments(value)
    if is_threaded(function):
        found = await trio.to_thread.run_sync(lambda: function(*args, **kwargs), abandon_on_cancel=True)
    else:
        found = function(*args, **kwargs)
    return await found if inspect.isawaitable(found) else found


@lru_cache(maxsize=4096)
def is_threaded(function: Callable[..., Any]) -> bool:
    """Whether a function is called in a thread: a plain one that is marked as a step is, as everywhere."""
    if inspect.iscoroutinefunction(inspect.unwrap(function)):
        return False
    return (inspect.getdoc(function) or "") == "use step" or hasattr(function, "__vm_step__")


def _arguments(value: Any) -> tuple[list[Any], dict[str, Any]]:
    if isinstance(value, dict):
        return [], {str(name): item for name, item in value.items()}
    if isinstance(value, list | tuple):
        return list(value), {}
    return ([] if value is None else [value]), {}


def steps_of(
    workflow: Workflow[Any, Any], prefix: str = ""
) -> Iterator[tuple[str, Node[Any, Any], Workflow[Any, Any]]]:
    """Yield (path, step or workflow, the workflow that it stands in) of a graph, nested ones included."""
    for id, node in workflow.steps().items():
        yield f"{prefix}{id}", node, workflow
        if isinstance(node, Workflow):
            yield from steps_of(node, f"{prefix}{id}.")


def check(workflow: Workflow[Any, Any], what: str, value: Any) -> Any:
    """Parse a workflow's `input` or `result`. Raises `SchemaMismatch`."""
    if what == "input":
        return parse(workflow.input_schema, value, f"Invalid input data of workflow {workflow.id}")
    return parse(workflow.output_schema, value, f"The result of workflow {workflow.id} does not fit its schema")
