"""One attempt of a graph's step, outside the sandbox: a call comes in as data, an answer goes out as data."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import trio

from vm.graph.context import RequestContext, StepContext, Stop
from vm.graph.kit.nodes import Node, Step
from vm.graph.kit.workflow import Workflow
from vm.graph.schemas import SchemaMismatch, parse, plain


async def make_attempt(step: Step[Any, Any], call: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Call a step's function once and return its answer: `output`, `suspend`, `bail` or `abort`, and `state`.

    `call` is what the walker says, `facts` what the engine knows: `run_id`, `workflow_id`, `retry_count`, ...

    Raises:
        SchemaMismatch: The input, the output or the suspension is not of its schema. It is not tried again.
    """
    checks = step.options.get("validate_inputs", facts.get("validate_inputs", True))
    value = call["input"]
    if checks:
        value = parse(
            step.input_schema,
            value,
            f"Step input validation failed: the input of step {step.id} does not fit its schema",
        )
    context = StepContext(step, {**call, "input": value}, facts)
    try:
        output = await call_function(step, context, value)
    except Stop as stop:
        if stop.context is not context:
            raise
        return context.answer(stop.answer, checks=bool(checks))
    if checks:
        output = parse(
            step.output_schema,
            output,
            f"Step output validation failed: the output of step {step.id} does not fit its schema",
        )
    return context.answer({"output": plain(output)}, checks=bool(checks))


async def call_function(step: Step[Any, Any], context: StepContext, value: Any) -> Any:
    """Call a step's own function: with its context, or, where it was a step of code workflows, with its input."""
    args, kwargs = _arguments(step, context, value)
    function = step.execute
    if inspect.iscoroutinefunction(inspect.unwrap(function)) or not callable_in_thread(function):
        found = function(*args, **kwargs)
        return await found if inspect.isawaitable(found) else found
    found = await trio.to_thread.run_sync(lambda: function(*args, **kwargs), abandon_on_cancel=True)
    return await found if inspect.isawaitable(found) else found


def callable_in_thread(function: Callable[..., Any]) -> bool:
    """Whether a plain function is called in a thread: those marked as steps are, as everywhere. Others may use trio."""
    directive = (inspect.getdoc(function) or "") == "use step"
    return directive or hasattr(function, "__vm_step__")


def _arguments(step: Step[Any, Any], context: StepContext, value: Any) -> tuple[list[Any], dict[str, Any]]:
    if not step.options.get("is_plain"):
        return [context], {}
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


__all__ = ["RequestContext", "SchemaMismatch", "check", "make_attempt", "steps_of"]
