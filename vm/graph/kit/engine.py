"""The seam between a graph and what runs it: all that the walker asks of the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.graph.kit.nodes import Step
from vm.graph.kit.strands import Group
from vm.graph.kit.workflow import Workflow

ANSWER = "graph:answer"
"""The key of what a step answers when it is not its output alone."""

Call = tuple[Any, Any, Any]
"""What a step is called with: its input, its index in a foreach or None, and a dict of what else it is told or None."""


class ExecutionEngine:
    """What runs steps, sleeps and waits for a walker. Subclass it to run graphs elsewhere.

    A `key` names an operation within its run, by path, iteration, index and attempt, never by a bare id.
    """

    def __init__(self) -> None:
        self.facts: dict[str, Any] = {}

    # ---- hooks

    async def wrap_durable_operation(self, key: str, operation: Callable[[], Any]) -> Any:
        """Do something once, however often the graph is walked. By default everything is done as it comes."""
        return await operation()

    def execute_step_with_retry(self, scope: Any, step: Step[Any, Any], key: str, call: Call) -> Any:
        """Make the attempts of a step; what this returns is awaited, and gives the step's output.

        When it ended otherwise, or changed the state, a dict whose only key is `ANSWER`: with `output`, `suspend`,
        `bail` or `abort`, and `state`.

        Raises whatever the last attempt raised.
        """
        raise NotImplementedError

    async def execute_sleep_duration(self, key: str, duration: Any) -> None:
        """Sleep for a duration: text, seconds or a timedelta."""
        raise NotImplementedError

    async def execute_sleep_until(self, key: str, moment: Any) -> None:
        """Sleep until a datetime."""
        raise NotImplementedError

    async def evaluate_condition(self, key: str, function: Callable[[Any], Any], context: Any) -> Any:
        """Call a function of the graph (a condition, a map, a duration) and return its value."""
        found = function(context)
        return await found if type(found).__name__ == "coroutine" else found

    def is_nested_workflow(self, node: Any) -> bool:
        """Whether what stands as a step is a workflow."""
        return isinstance(node, Workflow)

    async def execute_workflow_step(self, walker: Any, scope: Any, value: Any, group: Group) -> tuple[str, Any]:
        """Run a nested workflow, whose scope is given, and return how it ended."""
        return await walker.walk(scope, value, group)

    def engine_context(self) -> dict[str, Any]:
        """Return what functions of the graph see as `ctx.engine`."""
        return {}

    # ---- what the walker needs beside

    async def check_value(self, scope: Any, what: str, key: str, value: Any) -> Any:
        """Parse a value by a workflow's `input_schema` or `output_schema` (`what`); return it as parsed."""
        raise NotImplementedError

    async def wait_for_resume(self, suspension: dict[str, Any]) -> Any:
        """Wait for somebody to resume a step, to go on behind a pause, or to send an event; return the payload."""
        raise NotImplementedError

    async def run_together(self, group: Group, jobs: list[Callable[[], Any]]) -> list[Any]:
        """Run strands side by side until all are done; None for one that was given up."""
        raise NotImplementedError

    def now_ms(self) -> int:
        raise NotImplementedError

    def request_context(self, data: Any) -> Any:
        """Return the request context as functions of the graph see it."""
        return dict(data or {})

    def error_data(self, error: BaseException) -> dict[str, Any]:
        """Return an error as results hold it: `type` and `message`."""
        return {"type": type(error).__name__, "message": str(error)}
