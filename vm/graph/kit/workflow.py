"""Graph workflows and their builder. Read inside the sandbox and outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from vm.graph.kit.entries import (
    BranchEntry,
    Entry,
    EventEntry,
    ForeachEntry,
    LoopEntry,
    MapEntry,
    ParallelEntry,
    SleepEntry,
    SleepUntilEntry,
    StepEntry,
)
from vm.graph.kit.nodes import GraphError, In, Node, Out, check_count
from vm.graph.kit.predicates import Predicate

Next = TypeVar("Next")
RESERVED = "input"


class Workflow(Node[In, Out]):
    """A graph, from its declaration to `commit()`, which freezes it. Also a step of other graphs."""

    kind = "workflow"

    def __init__(self, id: str, input_schema: Any, output_schema: Any, options: dict[str, Any]) -> None:
        super().__init__(id, input_schema, output_schema, options)
        self.entries: list[Entry] = []
        self.is_committed = False
        self.place: Any = None  # where it is declared, outside: who runs it looks there for its source

    # ---- options

    @property
    def state_schema(self) -> Any:
        return self.options.get("state_schema")

    @property
    def retry(self) -> dict[str, Any]:
        """The retries of steps that do not say their own: `attempts` (further ones), `delay`, `backoff`."""
        found: dict[str, Any] = self.options.get("retry") or {}
        return found

    @property
    def validate_inputs(self) -> bool:
        return bool(self.options.get("validate_inputs", True))

    # ---- the builder

    def then(self, step: Node[Out, Next]) -> Workflow[In, Next]:
        """Give the output so far to a step, or to a workflow as a step."""
        return self._add(StepEntry(_node(step, "then")))

    def parallel(self, steps: Sequence[Node[Out, Any]]) -> Workflow[In, dict[str, Any]]:
        """Give the same input to several steps, together; the output is `{id: output}` in this order."""
        return self._add(ParallelEntry(self._auto("parallel"), [_node(step, "parallel") for step in _some(steps)]))

    def branch(self, arms: Sequence[tuple[Any, Node[Out, Any]]]) -> Workflow[In, dict[str, Any]]:
        """Run every step whose condition is true, together; the output is `{id: output}` of those that ran."""
        pairs = [(_function(condition, "branch"), _node(step, "branch")) for condition, step in _some(arms)]
        return self._add(BranchEntry(self._auto("branch"), pairs))

    def dowhile(self, step: Node[Out, Next], condition: Any) -> Workflow[In, Next]:
        """Run a step, then again on its own output as long as the condition is true."""
        return self._add(LoopEntry("dowhile", _node(step, "dowhile"), _function(condition, "dowhile")))

    def dountil(self, step: Node[Out, Next], condition: Any) -> Workflow[In, Next]:
        """Run a step, then again on its own output until the condition is true."""
        return self._add(LoopEntry("dountil", _node(step, "dountil"), _function(condition, "dountil")))

    def foreach(self, step: Node[Any, Next], concurrency: Any = 1) -> Workflow[In, list[Next]]:
        """Run a step for each item of a list, `concurrency` at a time; the output is the list of outputs."""
        if isinstance(concurrency, Mapping):  # foreach(step, {"concurrency": 2})
            concurrency = concurrency.get("concurrency", 1)
        if not callable(concurrency) and (not isinstance(concurrency, int) or concurrency < 1):
            raise GraphError(f"the concurrency of foreach is a number from 1 up, not {concurrency!r}")
        return self._add(ForeachEntry(_node(step, "foreach"), concurrency))

    def map(self, mapping: Callable[..., Next] | Mapping[str, Any], id: str | None = None) -> Workflow[In, Next]:
        """Make another value of what there is: by a function, or `{key: spec}`. See `vm.graph.kit.mapping`."""
        if not callable(mapping) and not isinstance(mapping, Mapping):
            raise GraphError("map takes a function, or a dict of specifications")
        return self._add(MapEntry(self._auto("map", id), mapping))

    def sleep(self, duration: Any, id: str | None = None) -> Workflow[In, Out]:
        """Sleep durably. The value passes through."""
        return self._add(SleepEntry(self._auto("sleep", id), duration))

    def sleep_until(self, moment: Any, id: str | None = None) -> Workflow[In, Out]:
        """Sleep until a datetime. The value passes through."""
        return self._add(SleepUntilEntry(self._auto("sleep_until", id), moment))

    def wait_for_event(self, name: str, schema: Any = None, id: str | None = None) -> Workflow[In, Any]:
        """Wait for `run.send_event(name, payload)`; the output is the payload."""
        if not isinstance(name, str) or not name:
            raise GraphError("an event has a name")
        return self._add(EventEntry(self._auto("event", id), name, schema))

    def commit(self) -> Workflow[In, Out]:
        """Freeze the graph.

        Raises:
            GraphError: An id is there twice, or is reserved; a workflow in it is not committed; it has no entries.
        """
        if not self.entries:
            raise GraphError(f"the workflow {self.id} has no entries: add some with .then(...) before .commit()")
        seen: set[str] = set()
        for entry in self.entries:
            for name in _names_of(entry):
                if name == RESERVED:
                    raise GraphError(f"the id {name!r} is reserved: call the step something else")
                if name in seen:
                    raise GraphError(
                        f"the workflow {self.id} has two entries with the id {name!r}: give one another id, "
                        "with clone_step or clone_workflow"
                    )
                seen.add(name)
            for node in entry.nodes():
                if isinstance(node, Workflow) and not node.is_committed:
                    raise GraphError(f"the workflow {node.id} in {self.id} is not committed: call .commit() on it")
        self.is_committed = True
        return self

    def check_committed(self) -> None:
        """Raise `GraphError` unless the graph can be run."""
        if not self.is_committed:
            what = "is not committed" if self.entries else "has no entries and is not committed"
            raise GraphError(f"the workflow {self.id} {what}: end its declaration with .commit()")

    def steps(self) -> dict[str, Any]:
        """Return the steps and workflows in the graph by id, those of nested workflows left out."""
        return {node.id: node for entry in self.entries for node in entry.nodes()}

    def _add(self, entry: Entry) -> Any:
        if self.is_committed:
            raise GraphError(f"the workflow {self.id} is committed: nothing can be added. clone_workflow makes another")
        self.entries.append(entry)
        return self

    def _auto(self, kind: str, id: str | None = None) -> str:
        """Return an id from the position: the same at each import."""
        if isinstance(id, Mapping):  # map(..., {"id": "other"})
            id = id.get("id")
        return id or f"{kind}_{len(self.entries) + 1}"

    # ---- running

    def create_run(self, run_id: str | None = None, resource_id: str | None = None, **options: Any) -> Any:
        """Make a run. Outside only: see `vm.graph.runs`."""
        raise GraphError("create_run is not available in workflow code: use the workflow as a step")


def create_workflow(
    id: str,
    *,
    input_schema: type[In] | Any = None,
    output_schema: type[Out] | Any = None,
    state_schema: Any = None,
    retry: Mapping[str, Any] | None = None,
    validate_inputs: bool = True,
    description: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    **options: Any,
) -> Workflow[In, In]:
    """Begin a graph. `retry` (`attempts`, `delay`, `backoff`) holds for steps that do not say their own.

    Options: `on_finish`, `on_error` (called outside with the result of a run), `steps` (names, for JSON graphs).

    Raises:
        GraphError: An option is unknown.
    """
    for name in options:
        if name not in ("on_finish", "on_error", "steps", "options"):
            raise GraphError(f"create_workflow has no option {name}")
    check_count("attempts, the number of retries of a workflow,", (retry or {}).get("attempts"))
    more = dict(options.pop("options", None) or {})
    chosen = {
        "state_schema": state_schema,
        "retry": dict(retry or {}),
        "validate_inputs": validate_inputs,
        "description": description,
        "metadata": dict(metadata or {}),
        **options,
        **more,
    }
    return make_workflow(id, input_schema, output_schema, chosen)


def make_workflow(id: str, input_schema: Any, output_schema: Any, options: dict[str, Any]) -> Any:
    """Return an empty graph of the class that this side of the sandbox uses."""
    return CLASSES[0](id, input_schema, output_schema, options)


CLASSES: list[Any] = [Workflow]
"""What `create_workflow` makes. Outside, `vm.graph` puts in a class whose runs can be started."""


def clone_workflow(workflow: Workflow[In, Out], id: str | None = None, **changes: Any) -> Workflow[In, Out]:
    """Return a graph that is like another one under another id, committed if that one is."""
    if isinstance(id, Mapping):
        id = id.get("id")
    if id is None:
        raise GraphError(f"give the clone of {workflow.id} an id")
    made: Workflow[In, Out] = make_workflow(
        id, workflow.input_schema, workflow.output_schema, {**workflow.options, **changes}
    )
    made.entries = list(workflow.entries)
    made.is_committed = workflow.is_committed
    return made


def _names_of(entry: Entry) -> list[str]:
    return [node.id for node in entry.nodes()] or [entry.id]


def _node(step: Any, where: str) -> Any:
    if not isinstance(step, Node):
        raise GraphError(f".{where}() takes steps and workflows, not a {type(step).__name__}: wrap it in create_step")
    return step


def _function(condition: Any, where: str) -> Any:
    if isinstance(condition, Mapping):
        return Predicate(condition)
    if not callable(condition):
        raise GraphError(f".{where}() takes a function as its condition, not a {type(condition).__name__}")
    return condition


def _some(items: Any) -> list[Any]:
    return list(items)
