"""Graphs that this process knows by id, for hosts that look steps up by what they were sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from vm.errors import GraphRefused
from vm.graph.attempts import make_attempt
from vm.graph.context import Facts, merge
from vm.graph.kit.engine import ANSWER
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
    names = {"state": "state", "request_context": "context", "resource_id": "resource"}
    names |= {"resume_data": "resume", "suspend_data": "suspended"}
    told = {name: given[said] for said, name in names.items() if said in given}
    found = await make_attempt(
        step, (input, given.get("foreach_index"), told), _GivenFacts(workflow_id, step_id, given)
    )
    answer: dict[str, Any] = found[ANSWER] if type(found) is dict and ANSWER in found else {"output": found}
    return answer


class _GivenFacts(Facts):
    """An attempt whose surroundings somebody else has told."""

    def __init__(self, workflow_id: str, path: str, given: dict[str, Any]) -> None:
        super().__init__(given.get("run_id", ""), workflow_id, path, given.get("retry_count", 0))
        self._given = given

    def read(self, scope: str, id: str | None) -> Any:
        return self._given.get("init_data") if id is None else (self._given.get("results") or {}).get(id)

    def change_state(self, changes: list[Any], state: dict[str, Any]) -> dict[str, Any]:
        return {"state": merge(changes, self._given.get("state") or {})}
