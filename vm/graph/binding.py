"""Graphs as this side of the sandbox has them: with runs, and with functions that the VM calls as steps."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import trio

from vm.core.options import parse_options
from vm.core.streams import get_writable
from vm.errors import FatalError
from vm.graph.attempts import check, make_attempt, steps_of
from vm.graph.context import Done, Facts, merge
from vm.graph.kit.durable import LOST, options_of
from vm.graph.kit.engine import ANSWER
from vm.graph.kit.nodes import STEP_CLASSES, Step
from vm.graph.kit.workflow import CLASSES, Workflow
from vm.graph.outputs import STREAM
from vm.graph.reading import read_run
from vm.graph.results import Row, RunResult
from vm.graph.stored import FunctionContext, call_function, shape_as_data
from vm.graph.views import trim_result
from vm.host.metadata import StepMetadata, current_world, get_step_metadata

default_engine: Final[ContextVar[Any]] = ContextVar("vm_graph_engine")
"""What `create_run` makes runs of where nobody names an engine."""


class BoundWorkflow(Workflow[Any, Any]):
    """A graph outside the sandbox."""

    def create_run(
        self, run_id: str | None = None, resource_id: str | None = None, *, engine: Any = None, **_: Any
    ) -> Any:
        """Make a run of this graph, on `engine`, or the one that is open, or in this process alone (`LocalEngine`).

        May be awaited or not.
        """
        chosen = engine or self.options.get("engine") or _default()
        return chosen.create_run(self, run_id, resource_id)

    # ---- stored runs

    async def get_workflow_run_by_id(
        self, run_id: str, fields: Iterable[str] | None = None, with_nested: bool = True, *, engine: Any = None
    ) -> RunResult | None:
        """Return a run as it stands, or some fields of it; None where there is none. Nested steps `with_nested`."""
        found: RunResult | None = self._runs(engine).find(self, run_id)
        return None if found is None else trim_result(found, fields, with_nested=with_nested)

    async def list_workflow_runs(
        self,
        status: str | None = None,
        resource_id: str | None = None,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        page: int | None = None,
        per_page: int | None = None,
        *,
        engine: Any = None,
    ) -> Row:
        """Return runs of this graph, newest first: `runs`, and how many there are in `total`. Pages count from 0."""
        found: Row = self._runs(engine).list(
            self,
            status=status,
            resource_id=resource_id,
            from_date=from_date,
            to_date=to_date,
            page=page,
            per_page=per_page,
        )
        return found

    async def delete_workflow_run_by_id(self, run_id: str, *, engine: Any = None) -> bool:
        """Delete a run; one that has not ended is ended first. False where there is none."""
        return bool(await self._runs(engine).delete(self, run_id))

    def _runs(self, engine: Any) -> Any:
        return (engine or self.options.get("engine") or _default()).stored_runs()

    # ---- for the host

    def steps_at(self, place: str) -> Iterator[tuple[str, Callable[..., Any]]]:
        """Yield the step ids of the graph and the functions to call for them, for the host's registry."""
        for what in ("input", "result"):
            yield f"{place}!{what}", _check_of(self, what)
        _, functions = shape_as_data(self)
        for key, function in functions.items():
            yield f"{place}!{key}", _call_of(self, function)
        for path, node, owner in steps_of(self):
            if isinstance(node, Step):
                yield f"{place}.{path}", _attempt_of(owner, node, path)
            elif isinstance(node, Workflow):
                for what in ("input", "result"):
                    yield f"{place}.{path}!{what}", _check_of(node, what)


class BoundStep(Step[Any, Any]):
    """A step of a graph outside the sandbox."""

    def as_function(self) -> Callable[..., Any]:
        """Return what the host calls when a code workflow calls the step: it takes the input, and gives the output."""
        attempt = _attempt_of(Workflow(self.id, None, None, {}), self, self.id)

        async def call(input_data: Any = None) -> Any:
            answer = await attempt(input_data)
            if type(answer) is not dict or ANSWER not in answer:
                return answer
            ended = answer[ANSWER]
            if "output" not in ended and "bail" not in ended:
                raise FatalError(f"step {self.id} suspends or aborts, which it can do in a graph alone")
            return ended["output"] if "output" in ended else ended["bail"]

        call.__vm_step__ = attempt.__vm_step__  # type: ignore[attr-defined]
        return call


CLASSES[0] = BoundWorkflow
STEP_CLASSES[0] = BoundStep


def _default() -> Any:
    found = default_engine.get(None)
    if found is None:
        from vm.graph.local import LocalEngine

        found = _LOCAL[0] if _LOCAL else LocalEngine()
        _LOCAL[:] = [found]
    return found


_LOCAL: Final[list[Any]] = []  # one for the process, so that two handles of a run id are one run


def _attempt_of(owner: Workflow[Any, Any], step: Step[Any, Any], path: str) -> Callable[..., Any]:
    """Return what the host calls for an attempt of a step. Its retries and limits are those of the graph."""

    async def attempt(value: Any = None, index: Any = None, told: Any = None) -> Any:
        return await make_attempt(step, (value, index, told), VMFacts(owner, path, get_step_metadata()))

    marked = getattr(step.execute, "__vm_step__", {})
    attempt.__vm_step__ = {**marked, **_parse(tuple(options_of(owner, step).items()))}  # type: ignore[attr-defined]
    return attempt


@lru_cache(maxsize=256)
def _parse(options: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    return parse_options(dict(options))


class VMFacts(Facts):
    """An attempt on the VM."""

    def __init__(self, owner: Workflow[Any, Any], path: str, metadata: StepMetadata) -> None:
        super().__init__(metadata.run_id, owner.id, path, metadata.attempt - 1)
        self.validate_inputs = owner.validate_inputs
        self._step_id = metadata.step_id

    @property
    def engine(self) -> dict[str, Any]:
        return {"name": "vm", "step_id": self._step_id}

    @property
    def writer(self) -> Any:
        return StreamWriter(self.path)

    def read(self, scope: str, id: str | None) -> Any:
        world = current_world.get()
        return _ask(lambda: read_run(world, self.run_id).read(scope, id))

    def change_state(self, changes: list[Any], state: dict[str, Any]) -> dict[str, Any]:
        if not any(callable(change) for change in changes):
            return {"state": merge(changes, state)}
        world = current_world.get()
        found: dict[str, Any] = _ask(lambda: read_run(world, self.run_id).change_state(changes))
        return found


_ONCE: Final = parse_options({"max_retries": 0, "max_lost": LOST})
"""For what is a function of its arguments: what it raises now it would raise again."""


def _call_of(workflow: Workflow[Any, Any], function: Callable[..., Any]) -> Callable[..., Any]:
    async def call(given: dict[str, Any]) -> Any:
        run_id, world = get_step_metadata().run_id, current_world.get()

        def read(_: str, id: str | None) -> Any:
            return read_run(world, run_id).read(given.get("scope", ""), id)

        return await call_function(function, FunctionContext(workflow, given, run_id, read))

    call.__vm_step__ = _ONCE  # type: ignore[attr-defined]
    return call


def _check_of(workflow: Workflow[Any, Any], what: str) -> Callable[..., Any]:
    async def check_value(value: Any) -> Any:
        return check(workflow, what, value)

    check_value.__vm_step__ = _ONCE  # type: ignore[attr-defined]
    return check_value


def _ask(read: Callable[[], Any]) -> Any:
    """Read in the loop's own thread, whichever this is."""
    try:
        trio.lowlevel.current_task()
    except RuntimeError:
        return trio.from_thread.run_sync(read)
    return read()


class StreamWriter:
    """`ctx.writer`: chunks of output on their way, in a stream of the run."""

    def __init__(self, path: str) -> None:
        self._path = path

    def write(self, chunk: Any) -> Any:
        """Write a chunk. In an async step `await` what this returns."""
        found = get_writable(STREAM).write({"from": self._path, "output": chunk})
        return found if inspect.isawaitable(found) else Done()
