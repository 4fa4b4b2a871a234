"""A run of a graph, on whichever engine: what both engines share."""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any, Final, Self

from vm.errors import GraphRefused, ResumeAlreadyClaimed
from vm.graph.kit.workflow import Workflow
from vm.graph.naming import before, choose, path_of
from vm.graph.results import Row, RunResult, make_result
from vm.graph.schemas import parse, plain

if TYPE_CHECKING:
    from vm.graph.stream import GraphStream

ENDED: Final = ("success", "failed", "canceled", "bailed")


class GraphRun:
    """A run of a graph: started, resumed, followed. Made by `Workflow.create_run`, or an engine's."""

    def __init__(self, workflow: Workflow[Any, Any], run_id: str | None, resource_id: str | None) -> None:
        workflow.check_committed()
        self.workflow = workflow
        self.workflow_id = workflow.id
        self.run_id = run_id or uuid.uuid4().hex
        self.resource_id = resource_id
        self._watchers: list[Callable[[Row], Any]] = []
        self._with_state = False

    def __await__(self) -> Generator[Any, Any, Self]:
        """`await workflow.create_run()` is as good as calling it."""
        return self
        yield

    # ---- what an engine does

    async def _begin(self, facts: dict[str, Any], input_data: Any) -> bool:
        """Start the run, unless there is one of its id; say whether this did."""
        raise NotImplementedError

    async def _rest(self) -> None:
        """Wait until the run has ended, or all that is left waits to be resumed."""
        raise NotImplementedError

    async def _deliver(self, suspension: dict[str, Any], payload: Any) -> bool:
        """Give a suspension its payload, and wait until it was taken; say whether this was the first."""
        raise NotImplementedError

    async def document(self) -> dict[str, Any]:
        """Return the run's record as it stands."""
        raise NotImplementedError

    async def _cursor(self) -> Any:
        """Return a cursor behind all events that there were."""
        raise NotImplementedError

    async def _more(self, cursor: Any) -> list[Row]:
        """Wait for events behind a cursor, move it, and return them; none when the run rests."""
        raise NotImplementedError

    async def cancel(self) -> bool:
        """Ask the run to end. One that has ended stays as it is: False."""
        raise NotImplementedError

    async def restart(self) -> RunResult:
        """Go on with a run that was interrupted, and wait until it rests."""
        raise NotImplementedError

    # ---- starting

    async def start(
        self,
        input_data: Any = None,
        *,
        initial_state: Any = None,
        request_context: Mapping[str, Any] | None = None,
        include_state: bool = False,
        per_step: bool = False,
        **options: Any,
    ) -> RunResult:
        """Start the run and wait until it has ended, is suspended or paused; return its result as it stands.

        A second start of one run id waits for the first run. `per_step` pauses behind each entry.

        Raises:
            SchemaMismatch: The input, or the initial state, is not of its schema. Nothing was started.
        """
        await self.start_async(
            input_data,
            initial_state=initial_state,
            request_context=request_context,
            include_state=include_state,
            per_step=per_step,
            **options,
        )
        return await self.wait()

    async def start_async(
        self,
        input_data: Any = None,
        *,
        initial_state: Any = None,
        request_context: Mapping[str, Any] | None = None,
        include_state: bool = False,
        per_step: bool = False,
        output_options: Mapping[str, Any] | None = None,
        travel: Any = None,
    ) -> Row:
        """Start the run and return its `run_id` at once."""
        self._with_state = include_state or bool((output_options or {}).get("include_state"))
        workflow = self.workflow
        if workflow.validate_inputs and travel is None:
            input_data = parse(workflow.input_schema, input_data, f"Invalid input data of workflow {workflow.id}")
            if initial_state is not None:
                initial_state = parse(workflow.state_schema, initial_state, f"Invalid initial state of {workflow.id}")
        facts: dict[str, Any] = {"is_checked": True}
        if initial_state:
            facts["state"] = plain(initial_state)
        if request_context:
            facts["request_context"] = dict(request_context)
        if self.resource_id is not None:
            facts["resource_id"] = self.resource_id
        if per_step:
            facts["per_step"] = True
        if travel is not None:
            facts["travel"] = travel
        await self._begin(facts, plain(input_data))
        return Row(run_id=self.run_id)

    async def wait(self) -> RunResult:
        """Wait until the run has ended, is suspended or paused; return its result as it stands."""
        await self._rest()
        result = await self.result()
        await self._call_back(result)
        return result

    async def result(self) -> RunResult:
        """Return the run's result as it stands, whether or not it rests."""
        return make_result(self.run_id, await self.document(), with_state=self._with_state)

    async def _call_back(self, result: RunResult) -> None:
        """Tell the workflow's `on_finish`, and its `on_error`, of a run that has ended."""
        if result["status"] not in ENDED:
            return
        called = ["on_finish"] if result["status"] != "failed" else ["on_finish", "on_error"]
        for name in called:
            function = self.workflow.options.get(name)
            if function is not None:
                found = function(result)
                if inspect.isawaitable(found):
                    await found

    # ---- resuming

    async def resume(
        self,
        step: Any = None,
        resume_data: Any = None,
        *,
        label: str | None = None,
        path: Any = None,
        foreach_index: int | None = None,
        per_step: bool = False,
        include_state: bool | None = None,
        request_context: Any = None,
    ) -> RunResult:
        """Resume a suspended step, named by itself, its id, its path, or a label; and wait until the run rests.

        Without a name the only one that waits is meant. Of a paused run it goes on behind the pause.

        Raises:
            GraphRefused: Nothing waits by that name, or several do; or the data is not of the step's `resume_schema`.
            ResumeAlreadyClaimed: Somebody else was first.
        """
        if include_state is not None:
            self._with_state = include_state
        named = step if step is not None else path
        await self.resume_async(named, resume_data, label=label, foreach_index=foreach_index, per_step=per_step)
        return await self.wait()

    async def resume_async(
        self,
        step: Any = None,
        resume_data: Any = None,
        *,
        label: str | None = None,
        foreach_index: int | None = None,
        per_step: bool = False,
    ) -> Row:
        """Resume a suspended step and return the `run_id` as soon as the step has what it waited for.

        Raises as `resume`.
        """
        chosen = await self._claim(step, label, foreach_index, resume_data, per_step)
        if not await self._deliver(*chosen):
            raise ResumeAlreadyClaimed(self.run_id, chosen[0]["path"])
        return Row(run_id=self.run_id)

    async def _claim(
        self, step: Any, label: str | None, index: int | None, data: Any, per_step: bool
    ) -> tuple[dict[str, Any], Any]:
        document = await self.document()
        pauses = [one for one in document["suspensions"] if one["kind"] == "pause"]
        if pauses and step is None and label is None:
            return pauses[0], {"per_step": per_step}
        chosen = choose(self.run_id, document, path_of(step), label, index)
        return chosen, self._check_resume(chosen["path"], data)

    def _check_resume(self, path: str, data: Any) -> Any:
        node: Any = self.workflow
        for part in path.split("."):
            node = node.steps().get(part) if isinstance(node, Workflow) else None
        schema = getattr(node, "resume_schema", None)
        if schema is None or not self.workflow.validate_inputs:
            return plain(data)
        return parse(schema, data, f"Invalid resume data for step {path}")

    async def send_event(self, event: str, data: Any = None) -> RunResult:
        """Send an event that `.wait_for_event` waits for, and wait until the run rests.

        Raises:
            GraphRefused: The run waits for no such event.
        """
        for one in (await self.document())["suspensions"]:
            if one["kind"] == "event" and one["event"] == event:
                await self._deliver(one, self._check_event(one["path"], data))
                return await self.wait()
        raise GraphRefused(f"run {self.run_id} waits for no event {event!r}", fix="send it while the run waits for it")

    def _check_event(self, path: str, data: Any) -> Any:
        *above, last = path.split(".")
        node: Any = self.workflow
        for part in above:
            node = node.steps()[part]
        for entry in node.entries:
            if entry.id == last and entry.kind == "event" and entry.schema is not None:
                return parse(entry.schema, data, f"Invalid data for event {entry.name}")
        return plain(data)

    # ---- following

    def stream(self, input_data: Any = None, **options: Any) -> GraphStream:
        """Start the run and follow its events: `async for event in run.stream(...)`."""
        from vm.graph.stream import GraphStream

        return GraphStream(self, lambda: self.start_async(input_data, **options), is_whole=True)

    def resume_stream(self, step: Any = None, resume_data: Any = None, **options: Any) -> GraphStream:
        """Resume the run and follow what happens from there."""
        from vm.graph.stream import GraphStream

        return GraphStream(self, lambda: self.resume_async(step, resume_data, **options), is_whole=False)

    def observe_stream(self) -> GraphStream:
        """Follow a run that was started, from its first event."""
        from vm.graph.stream import GraphStream

        return GraphStream(self, None, is_whole=True)

    def watch(self, callback: Callable[[Row], Any]) -> Callable[[], None]:
        """Have a function called with each event that happens while this handle waits; returns what ends that."""
        self._watchers.append(callback)
        return lambda: self._watchers.remove(callback)

    # ---- time travel

    async def time_travel(
        self,
        step: Any,
        input_data: Any = None,
        *,
        context: Mapping[str, Any] | None = None,
        run_id: str | None = None,
        initial_state: Any = None,
        resume_data: Any = None,
        **options: Any,
    ) -> RunResult:
        """Start a new run that begins at a step, with the results before it; this one stays as it was.

        Those of this run are taken, and those in `context`, by id: a result (`status`, `payload`, `output`), or an
        output alone. `input_data` is what the step gets; without it, what the entry before gave.
        """
        new, first, given = await self._depart(step, input_data, context, run_id, initial_state)
        return await new.start(first, **given, **options)

    async def time_travel_async(
        self,
        step: Any,
        input_data: Any = None,
        *,
        context: Mapping[str, Any] | None = None,
        run_id: str | None = None,
        initial_state: Any = None,
        **options: Any,
    ) -> GraphRun:
        """Start a new run as `time_travel` does, and return it at once."""
        new, first, given = await self._depart(step, input_data, context, run_id, initial_state)
        await new.start_async(first, **given, **options)
        return new

    async def _depart(
        self, step: Any, input_data: Any, context: Mapping[str, Any] | None, run_id: str | None, initial_state: Any
    ) -> tuple[GraphRun, Any, dict[str, Any]]:
        """Return the run to start for a journey, its input, and the options to start it with."""
        target = path_of(step)
        assert target is not None, "a step is named"
        known, first, state = await self._past()
        for name, given in (context or {}).items():
            is_result = isinstance(given, Mapping) and ("output" in given or "payload" in given)
            known[name] = dict(given) if is_result else {"output": given}
        travel: dict[str, Any] = {"target": target, "results": before(self.workflow, target, known)}
        if input_data is not None:
            travel["input"] = plain(input_data)
        new = self._sibling(run_id)
        new._watchers = self._watchers
        return new, first, {"travel": travel, "initial_state": initial_state if initial_state is not None else state}

    async def _past(self) -> tuple[dict[str, Any], Any, Any]:
        """Return the results of the steps that have succeeded, the input and the state of this run."""
        raise NotImplementedError

    def _sibling(self, run_id: str | None) -> GraphRun:
        raise NotImplementedError
