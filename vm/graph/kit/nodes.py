"""Steps of a graph, and what makes them. Read inside the sandbox and outside: plain source, no types of a library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


class GraphError(ValueError):
    """A graph is not one: what it lacks, or says twice, is named."""


class Node(Generic[In, Out]):
    """What may stand in a graph under an id: a step, or a workflow as a step."""

    kind = "node"

    def __init__(self, id: str, input_schema: Any, output_schema: Any, options: dict[str, Any]) -> None:
        if not isinstance(id, str) or not id:
            raise GraphError("the id of a step or workflow is text, and not empty")
        self.id = id
        self.input_schema = input_schema
        self.output_schema = output_schema
        self.options = options

    @property
    def retries(self) -> int | None:
        """How many attempts may follow the first. None: as the workflow says."""
        found: int | None = self.options.get("retries")
        return found

    @property
    def description(self) -> str | None:
        found: str | None = self.options.get("description")
        return found

    @property
    def metadata(self) -> dict[str, Any]:
        found: dict[str, Any] = self.options.get("metadata") or {}
        return found


class Step(Node[In, Out]):
    """A step: schemas, and the function that does it. Frozen by habit: `clone_step` makes another one."""

    kind = "step"

    def __init__(self, id: str, input_schema: Any, output_schema: Any, execute: Any, options: dict[str, Any]) -> None:
        super().__init__(id, input_schema, output_schema, options)
        self.execute = execute

    @property
    def suspend_schema(self) -> Any:
        return self.options.get("suspend_schema")

    @property
    def resume_schema(self) -> Any:
        return self.options.get("resume_schema")

    @property
    def state_schema(self) -> Any:
        return self.options.get("state_schema")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the step's own function, as it stands: `await quote(ctx)` in a test."""
        return self.execute(*args, **kwargs)


_OPTIONS = (
    "suspend_schema", "resume_schema", "state_schema", "retries", "delay", "backoff", "max_delay", "timeout",
    "description", "metadata", "validate_inputs",
)  # fmt: skip


def create_step(
    from_step: Any = None,
    *,
    id: str | None = None,
    input_schema: type[In] | Any = None,
    output_schema: type[Out] | Any = None,
    execute: Callable[..., Any] | None = None,
    **options: Any,
) -> Step[In, Out]:
    """Make a step of a graph.

    `execute` gets the step's context and returns the output. `from_step` is any function that is a step of code
    workflows instead: it gets what the step gets as input (a dict by name, a list by position, else alone). Options:
    `suspend_schema`, `resume_schema`, `state_schema`; `retries`, `delay` ("1s"), `backoff` ("fixed" or
    "exponential"), `max_delay`, `timeout`; `description`, `metadata`, `validate_inputs`.

    Raises:
        GraphError: There is no id or function, or an option is unknown.
    """
    _check_options("create_step", options)
    if isinstance(from_step, Step):
        return clone_step(from_step, id=id or from_step.id)
    function = execute if from_step is None else from_step
    if function is None or (execute is not None and from_step is not None):
        raise GraphError("give create_step one function: execute, or from_step")
    name = id or getattr(function, "__name__", None)
    if name is None:
        raise GraphError("give the step an id")
    if from_step is not None:
        options = {**options, "is_plain": True}
    return STEP_CLASSES[0](name, input_schema, output_schema, function, options)


def graph_step(
    id: str | None = None,
    *,
    input_schema: type[In] | Any = None,
    output_schema: type[Out] | Any = None,
    **options: Any,
) -> Callable[[Callable[..., Any]], Step[In, Out]]:
    """Make a step of the function below: `@graph_step(id="quote", ...)`. Its body runs outside the sandbox.

    Options as for `create_step`. Without an id the function's name is the step's.
    """

    def make(function: Callable[..., Any]) -> Step[In, Out]:
        name = id if isinstance(id, str) else None
        return create_step(
            id=name or function.__name__,
            input_schema=input_schema,
            output_schema=output_schema,
            execute=function,
            **options,
        )

    if id is not None and not isinstance(id, str):  # `@graph_step` without parentheses
        return make(id)
    return make


def clone_step(step: Step[In, Out], id: str | None = None, **changes: Any) -> Step[In, Out]:
    """Return a step that is like another one under another id."""
    if isinstance(id, dict):  # clone_step(step, {"id": "other"})
        id = id.get("id")
    if id is None:
        raise GraphError(f"give the clone of {step.id} an id")
    made: Step[In, Out] = STEP_CLASSES[0](
        id, step.input_schema, step.output_schema, step.execute, {**step.options, **changes}
    )
    return made


STEP_CLASSES: list[Any] = [Step]
"""What `create_step` makes. Outside, `vm.graph` puts in a class that code workflows can call."""


def check_count(where: str, value: Any) -> None:
    """Raise `GraphError` unless a number of retries is one."""
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise GraphError(f"{where} is a whole number from 0 up, not {value!r}")


def _check_options(what: str, options: dict[str, Any]) -> None:
    check_count("the number of retries of a step", options.get("retries"))
    for name in options:
        if name not in _OPTIONS:
            raise GraphError(f"{what} has no option {name}: it has {', '.join(_OPTIONS)}")
