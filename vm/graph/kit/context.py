"""What conditions, maps, loop tests, durations and concurrency functions are given."""

from __future__ import annotations

from typing import Any

PLAIN = (str, int, float, bool, type(None))


def copy_of(value: Any) -> Any:
    """Return a value that shares nothing that can be changed with another: lists and dicts are made anew."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is dict:
        return {key: copy_of(item) for key, item in value.items()}
    if kind is list:
        return [copy_of(item) for item in value]
    if kind is tuple:
        return tuple([copy_of(item) for item in value])
    return value


def id_of(step: Any) -> str:
    """Return the id that a step, a workflow or a text stands for."""
    found: str = step if isinstance(step, str) else step.id
    return found


class GraphContext:
    """The context of a function that is part of the graph itself. Values are copies."""

    def __init__(self, walker: Any, scope: Any, value: Any, iteration: int = 0) -> None:
        self.walker = walker
        self.scope = scope
        self.value = value
        self.iteration_count = iteration

    @property
    def input_data(self) -> Any:
        return copy_of(self.value)

    @property
    def state(self) -> Any:
        return copy_of(self.walker.state)

    @property
    def run_id(self) -> Any:
        return self.walker.facts.get("run_id")

    @property
    def workflow_id(self) -> str:
        found: str = self.scope.workflow.id
        return found

    @property
    def resource_id(self) -> Any:
        return self.walker.facts.get("resource_id")

    @property
    def request_context(self) -> Any:
        return self.walker.engine.request_context(self.walker.facts.get("request_context"))

    @property
    def metadata(self) -> Any:
        return copy_of(self.scope.workflow.metadata)

    @property
    def engine(self) -> Any:
        return self.walker.engine.engine_context()

    def get_init_data(self) -> Any:
        """Return the input of the workflow that this is part of."""
        return copy_of(self.scope.init_data)

    def get_step_result(self, step: Any) -> Any:
        """Return the output of a step by its id, or the step itself; None while there is none."""
        return copy_of(self.scope.results.get(id_of(step)))
