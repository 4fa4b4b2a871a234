"""Graphs that this process knows by id, for hosts that look steps up by what they were sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from vm.errors import GraphRefused
from vm.graph.attempts import make_attempt
from vm.graph.context import merge
from vm.graph.kit.nodes import Step
from vm.graph.kit.workflow import Workflow

_known: Final[dict[str, Workflow[Any, Any]]] = {}


def register(app: Any) -> Any:
    """Make graphs known: one, several, a dict of them, or an object that has them as `workflows`. Returns `app`.

    To be called at the top of a module, so that every process that imports it knows them.
    """
    for workflow in _graphs_of(app):
        workflow.check_committed()
        _known[workflow.id] = workflow
    return app


def _graphs_of(app: Any) -> Iterable[Workflow[Any, Any]]:
    if isinstance(app, Workflow):
        return [app]
    if isinstance(app, Mapping):
        return list(app.values())
    held = getattr(app, "workflows", app)
    return list(held.values()) if isinstance(held, Mapping) else list(held)


def registered() -> list[Workflow[Any, Any]]:
    """Return the graphs that are known, in the order of their registration."""
    return list(_known.values())


def get_workflow(workflow_id: str) -> Workflow[Any, Any]:
    """Return a graph by its id.

    Raises:
        GraphRefused: None of that id was registered.
    """
    if workflow_id not in _known:
        names = ", ".join(_known) or "none"
        raise GraphRefused(f"no workflow {workflow_id!r} is registered", fix=f"register(...) it; there is: {names}")
    return _known[workflow_id]


def get_step(workflow_id: str, step_id: str) -> Any:
    """Return a step, or a nested workflow, by its id or dotted path.

    Raises:
        GraphRefused: There is none.
    """
    node: Any = get_workflow(workflow_id)
    for part in step_id.split("."):
        steps = node.steps() if isinstance(node, Workflow) else {}
        if part not in steps:
            raise GraphRefused(f"the workflow {workflow_id} has no step {step_id!r}", fix=f"it has: {', '.join(steps)}")
        node = steps[part]
    return node


async def run_step(
    workflow_id: str, step_id: str, input: Any = None, context: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Make one attempt of a step from serialised data, and return its answer as data.

    `context` may say `run_id`, `state`, `request_context`, `resource_id`, `retry_count`, `resume_data`,
    `suspend_data`, `init_data` and `results` (outputs by step id). The answer has one of `output`, `suspend` (with
    `labels`), `bail` and `abort`, and `state`: the keys that the step changed.

    Raises:
        GraphRefused: There is no such step, or it is a workflow.
        SchemaMismatch: The input, or the output, is not of its schema.
    """
    step = get_step(workflow_id, step_id)
    if not isinstance(step, Step):
        raise GraphRefused(f"{step_id} is a workflow, and no step", fix="run its steps")
    given = dict(context or {})
    call = {"path": step_id, "input": input}
    names = {"state": "state", "request_context": "context", "resource_id": "resource", "foreach_index": "index"}
    names |= {"resume_data": "resume", "suspend_data": "suspended"}
    call |= {name: given[said] for said, name in names.items() if said in given}
    results = given.get("results") or {}

    def read(_: str, id: str | None) -> Any:
        return given.get("init_data") if id is None else results.get(id)

    facts = {
        "run_id": given.get("run_id", ""),
        "workflow_id": workflow_id,
        "retry_count": given.get("retry_count", 0),
        "read": read,
        "change_state": lambda changes, state: {"state": merge(changes, given.get("state") or {})},
    }
    return await make_attempt(step, call, facts)
