"""`LocalEngine`: graphs on plain trio, in this process. Not durable: for unit tests, and for trying things out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

import trio

from vm.core.durations import due_ms, parse_duration_ms
from vm.errors import FatalError, GraphRefused, RetryableError, StepTimeout
from vm.graph.attempts import check, make_attempt
from vm.graph.context import Facts, RequestContext, copied, merge
from vm.graph.kit.durable import moment_of, options_of
from vm.graph.kit.engine import Call, ExecutionEngine
from vm.graph.kit.nodes import Step
from vm.graph.kit.record import CANCELED, Record
from vm.graph.kit.strands import Group
from vm.graph.kit.walker import Scope, Walker
from vm.graph.kit.workflow import Workflow
from vm.graph.outputs import Cursor
from vm.graph.results import ErrorInfo, Row, make_event
from vm.graph.runs import GraphRun
from vm.graph.views import LocalRuns
from vm.host.clock import wall_ms

_current: ContextVar[LocalRun] = ContextVar("_current")


class LocalEngine(ExecutionEngine):
    """Runs graphs in this process, on trio. Steps are any functions; nothing outlives the process.

    Subclass it and override its hooks to see or change what a graph asks for.
    """

    def __init__(self) -> None:
        super().__init__()
        self._offset_ms: float | None = None
        self.runs: dict[str, LocalRun] = {}
        self.workflows: dict[str, Workflow[Any, Any]] = {}

    def create_run(
        self, workflow: Workflow[Any, Any], run_id: str | None = None, resource_id: str | None = None
    ) -> LocalRun:
        """Make a run of a graph; of a run id that is known, another handle on that run."""
        known = self.runs.get(run_id or "")
        if known is not None:
            return known
        self.workflows[workflow.id] = workflow
        run = LocalRun(self, workflow, run_id, resource_id)
        self.runs[run.run_id] = run
        return run

    def stored_runs(self) -> LocalRuns:
        """Return what finds, lists and deletes runs."""
        return LocalRuns(self)

    # ---- hooks

    def execute_step_with_retry(self, scope: Scope, step: Step[Any, Any], key: str, call: Call) -> Any:
        return self.wrap_durable_operation(key, lambda: self._retry(scope, step, call))

    async def execute_sleep_duration(self, key: str, duration: Any) -> None:
        await trio.sleep(parse_duration_ms(duration) / 1000)

    async def execute_sleep_until(self, key: str, moment: Any) -> None:
        await trio.sleep(max(0.0, moment_of(moment).timestamp() - self.now_ms() / 1000))

    async def check_value(self, scope: Scope, what: str, key: str, value: Any) -> Any:
        return check(scope.workflow, what, value)

    async def wait_for_resume(self, suspension: dict[str, Any]) -> Any:
        return await _current.get().wait_for(suspension)

    async def run_together(self, group: Group, jobs: list[Callable[[], Any]]) -> list[Any]:
        outcomes: list[Any] = [None] * len(jobs)
        scopes = [trio.CancelScope() for _ in jobs]
        group.give_up = lambda: [scope.cancel() for scope in scopes]

        async def strand(number: int) -> None:
            with scopes[number]:
                outcomes[number] = await jobs[number]()

        async with trio.open_nursery() as nursery:
            for number in range(len(jobs)):
                nursery.start_soon(strand, number)
                await trio.sleep(0)  # they begin in order
        return outcomes

    def now_ms(self) -> int:
        """Return the time as trio's clock counts on from when it was first asked: one that jumps is followed."""
        now = trio.current_time() * 1000
        if self._offset_ms is None:
            self._offset_ms = wall_ms() - now
        return round(self._offset_ms + now)

    def engine_context(self) -> dict[str, Any]:
        return {"name": "local"}

    def request_context(self, data: Any) -> Any:
        return RequestContext(data or {})

    def error_data(self, error: BaseException) -> dict[str, Any]:
        made = ErrorInfo(type=type(error).__name__, message=str(error))
        made.exception = error
        return made

    # ---- attempts

    async def _retry(self, scope: Scope, step: Step[Any, Any], call: Call) -> Any:
        options = options_of(scope.workflow, step)
        attempt = 0
        while True:
            try:
                return await self._attempt(scope, step, call, options, attempt)
            except FatalError:
                raise
            except Exception as error:
                if attempt >= options["max_retries"]:
                    raise
                pause = parse_duration_ms(options["backoff"]) * options["factor"] ** attempt
                if isinstance(error, RetryableError) and error.retry_after is not None:
                    pause = max(0, due_ms(error.retry_after, self.now_ms()) - self.now_ms())
            attempt += 1
            await trio.sleep(min(pause, parse_duration_ms(options["max_backoff"])) / 1000)

    async def _attempt(
        self, scope: Scope, step: Step[Any, Any], call: Call, options: Mapping[str, Any], attempt: int
    ) -> Any:
        facts = LocalFacts(_current.get(), scope, scope.prefix + step.id, attempt)
        own = (copied(call[0]), call[1], copied(call[2]))
        if "timeout" not in options:
            return await make_attempt(step, own, facts)
        limit = parse_duration_ms(options["timeout"]) / 1000
        with trio.move_on_after(limit):
            return await make_attempt(step, own, facts)
        raise StepTimeout(f"the attempt took longer than {limit:g} s")


class LocalFacts(Facts):
    """An attempt in this process."""

    def __init__(self, run: LocalRun, scope: Scope, path: str, retry_count: int) -> None:
        super().__init__(run.run_id, scope.workflow.id, path, retry_count)
        self.validate_inputs = scope.workflow.validate_inputs
        self._run = run
        self._scope = scope

    @property
    def engine(self) -> dict[str, Any]:
        return self._run.engine.engine_context()

    @property
    def writer(self) -> Any:
        return LocalWriter(self._run.record, self.path)

    def read(self, scope: str, id: str | None) -> Any:
        return copied(self._scope.init_data if id is None else self._scope.results.get(id))

    def change_state(self, changes: list[Any], state: dict[str, Any]) -> dict[str, Any]:
        return {"state": merge(changes, self._run.walker.state)}

    def is_cancelled(self) -> bool:
        return self._run.is_cancelled


class _Slot:
    """Somebody who waits to be resumed."""

    def __init__(self) -> None:
        self.is_claimed = False
        self.payload: Any = None
        self.event = trio.Event()


class _Events(list[tuple[str, str, Any, Any]]):
    """A record's events, with somebody told of each."""

    def __init__(self, tell: Callable[[tuple[str, str, Any, Any]], None]) -> None:
        super().__init__()
        self._tell = tell

    def append(self, event: tuple[str, str, Any, Any]) -> None:
        super().append(event)
        self._tell(event)


class LocalRun(GraphRun):
    """A run of `LocalEngine`. It goes on in the background of trio's run while nobody waits for it."""

    def __init__(
        self, engine: LocalEngine, workflow: Workflow[Any, Any], run_id: str | None, resource_id: str | None
    ) -> None:
        super().__init__(workflow, run_id, resource_id)
        self.engine = engine
        self.created_ms = wall_ms()
        self.updated_ms = self.created_ms
        self.record = Record.pending(workflow.id)
        self.record.events = _Events(self._tell)
        self._walker: Walker | None = None
        self._scope = trio.CancelScope()
        self._slots: dict[str, _Slot] = {}
        self._bell = trio.Event()
        self._is_at_rest = False
        self._is_over = False

    # ---- the walk

    async def _begin(self, facts: dict[str, Any], input_data: Any) -> bool:
        if self._walker is not None:
            return False
        self.record.status = "running"
        self._walker = Walker(self.engine, self.record, {**facts, "run_id": self.run_id})
        self._walker.root = self
        trio.lowlevel.spawn_system_task(self._walk, self._walker, input_data, name=f"graph run {self.run_id}")
        await trio.sleep(0)
        return True

    async def _walk(self, walker: Walker, input_data: Any) -> None:
        _current.set(self)
        try:
            with self._scope:
                await walker.run(self.workflow, input_data)
        finally:
            if self.record.status == "running":
                self.record.finish(CANCELED, None, wall_ms())
            self._is_over = True
            self._ring()

    def park(self) -> None:
        """All that is left waits to be resumed."""
        self._is_at_rest = True
        self._ring()

    def unpark(self) -> None:
        self._is_at_rest = False

    async def wait_for(self, suspension: dict[str, Any]) -> Any:
        slot = self._slots[suspension["key"]] = _Slot()
        self._ring()
        await slot.event.wait()
        del self._slots[suspension["key"]]
        return slot.payload

    @property
    def is_cancelled(self) -> bool:
        return self._scope.cancel_called

    @property
    def walker(self) -> Walker:
        assert self._walker is not None, "it walks"
        return self._walker

    # ---- what `GraphRun` asks for

    async def _rest(self) -> None:
        if self._walker is None:
            raise GraphRefused(f"run {self.run_id} was not started", fix="await run.start(...)")
        while not (self._is_over or self._is_at_rest):
            await self._bell.wait()

    async def _deliver(self, suspension: dict[str, Any], payload: Any) -> bool:
        slot = self._slots.get(suspension["key"])
        if slot is None or slot.is_claimed:
            return False
        slot.is_claimed = True
        slot.payload = payload
        self._is_at_rest = False
        slot.event.set()
        return True

    async def document(self) -> dict[str, Any]:
        return self.record.document()

    async def cancel(self) -> bool:
        if self._is_over or self.record.status not in ("running", "pending"):
            return False
        self._scope.cancel()
        if self._walker is None:
            self.record.finish(CANCELED, None, wall_ms())
            return True
        while not self._is_over:
            await self._bell.wait()
        return True

    async def restart(self) -> Any:
        return await self.wait()

    async def _past(self) -> tuple[dict[str, Any], Any, Any]:
        done = {path: dict(row) for path, row in self.record.steps.items() if row["status"] == "success"}
        return done, self.record.input, self.record.state

    def _sibling(self, run_id: str | None) -> LocalRun:
        return self.engine.create_run(self.workflow, run_id, self.resource_id)

    # ---- events

    def _ring(self) -> None:
        self.updated_ms = wall_ms()
        bell, self._bell = self._bell, trio.Event()
        bell.set()

    def _tell(self, event: tuple[str, str, Any, Any]) -> None:
        for watcher in list(self._watchers):
            watcher(make_event(self.run_id, event))
        self._ring()

    async def _cursor(self) -> Any:
        return Cursor(len(self.record.events))

    async def _more(self, cursor: Any) -> list[Row]:
        events = self.record.events
        while cursor.index >= len(events) and not (self._is_over or self._is_at_rest):
            await self._bell.wait()
        found = [make_event(self.run_id, event) for event in events[cursor.index :]]
        cursor.index += len(found)
        return found


class LocalWriter:
    """`ctx.writer`: chunks of output on their way, as events."""

    def __init__(self, record: Record, path: str) -> None:
        self._record = record
        self._path = path

    async def write(self, chunk: Any) -> None:
        self._record.events.append(("workflow-step-output", self._path, {}, chunk))
