"""`VMEngine`: graphs as runs of the VM. They survive whatever their process does not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import trio

from vm.core.codec import decode_call
from vm.core.events import RunCreated, decode_event
from vm.core.lifecycle import TERMINAL_RUN
from vm.errors import (
    GraphRefused,
    HookNotFound,
    RunEnded,
    SourceNotFound,
    SourceRefused,
    StepsNotImportable,
    WorkflowNotFound,
)
from vm.graph.binding import default_engine
from vm.graph.folding import Follower
from vm.graph.kit.engine import ExecutionEngine
from vm.graph.kit.nodes import GraphError
from vm.graph.kit.record import Record
from vm.graph.kit.workflow import Workflow
from vm.graph.outputs import Cursor
from vm.graph.registry import registered
from vm.graph.results import Row
from vm.graph.runs import GraphRun
from vm.graph.stored import FILE, PLACES, WORKFLOW, shape_as_data
from vm.graph.views import StoredRuns
from vm.host.clock import wall_ms

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from vm.face.embed import VM

LOOK_S: Final = 0.03  # between two looks at runs that another process drives


class VMEngine(ExecutionEngine):
    """Runs graphs on a VM: one that is open, or one of its own.

        async with VMEngine("sqlite:trips.db") as engine:
            run = engine.create_run(trip)

    `vm` is a VM, or the URL of a world. Inside the block `workflow.create_run()` makes runs on it. A graph that a file
    declares at module level is run from that file's source; any other is run by its shape, its functions being called
    as steps.
    """

    def __init__(self, vm: VM | str = "memory:", **options: Any) -> None:
        super().__init__()
        self._given = vm
        self._options = options
        self._opened: AbstractAsyncContextManager[VM] | None = None
        self._vm: VM | None = None if isinstance(vm, str) else vm
        self._before: Any = None

    @property
    def vm(self) -> VM:
        if self._vm is None:
            raise GraphRefused("the engine has no open VM", fix="use it in `async with VMEngine(...) as engine:`")
        return self._vm

    async def __aenter__(self) -> Self:
        if self._vm is None:
            from vm.face.embed import open_vm

            assert isinstance(self._given, str), "else there is a VM"
            self._opened = open_vm(self._given, **self._options, prepare=self._prepare)
            self._vm = await self._opened.__aenter__()
        self._before = default_engine.get(None)
        default_engine.set(self)
        return self

    def _prepare(self, vm: VM) -> None:
        """Have the steps of graphs there before any run is taken up."""
        self._vm = vm
        self.add(*registered())

    def add(self, *workflows: Workflow[Any, Any]) -> None:
        """Make the functions of graphs known that no file declares. Those that were `register`ed are."""
        for workflow in workflows:
            if self._source_of(workflow)[0] == str(FILE):
                self.vm.registry.register_graph(workflow, PLACES.find(workflow))

    async def __aexit__(self, *error: Any) -> bool | None:
        default_engine.set(self._before)
        if self._opened is None:
            return None
        opened, self._opened, self._vm = self._opened, None, None
        return await opened.__aexit__(*error)

    def create_run(
        self, workflow: Workflow[Any, Any] | str, run_id: str | None = None, resource_id: str | None = None
    ) -> DurableRun:
        """Make a run of a graph, or a handle on the run that has this id."""
        graph = self.load(workflow) if isinstance(workflow, str | Path) else workflow
        if run_id is not None:
            self._find_functions(graph, run_id)
        return DurableRun(self, graph, run_id, resource_id)

    def get_run(self, run_id: str) -> DurableRun:
        """Return a handle on a run that exists; the code of its graph is found as that of its steps is.

        Raises:
            RunNotFound: There is no such run.
            GraphRefused: It is no run of a graph, or of one that no file declares and nobody has added here.
            StepsNotImportable: Its file raises when it is imported.
        """
        record = self.vm.world.get_run(run_id)
        self.vm._codebase.prepare(record)
        _, file, name = record.workflow.split("//")
        graph = getattr(self.vm.registry.types.find_module(file), name, None)
        if not isinstance(graph, Workflow):
            fix = "use `hook`, `inspect run` and their like, or the program that has its graph"
            raise GraphRefused(f"run {run_id} is no run of a graph that a file declares", fix=fix)
        return DurableRun(self, graph, run_id, None)

    def _find_functions(self, graph: Workflow[Any, Any], run_id: str) -> None:
        """Let a run that is there, of a graph that no file declares, call the functions of this object."""
        world = self.vm.world
        if world.find_run(run_id) is None or self._source_of(graph)[0] != str(FILE):
            return
        (first,) = world.read_journal(run_id, limit=1)
        header = decode_event(first.body)
        assert isinstance(header, RunCreated), "a journal begins with its header"
        args, _ = decode_call(header.input, self.vm.registry.types)
        if header.workflow.endswith(f"//{WORKFLOW}") and args[0]["id"] == graph.id:
            self.vm.registry.register_graph(graph, args[2]["place"])

    def load(self, path: str | Path, name: str | None = None) -> Workflow[Any, Any]:
        """Return a graph of a file: its only one, or the one called `name`."""
        try:
            plan = self.vm._codebase.plan(str(path), name)
        except StepsNotImportable as error:
            if isinstance(error.__cause__, GraphError):
                raise error.__cause__ from error
            raise
        module = self.vm.registry.types.find_module(plan.source.workflow_id.split("//")[1])
        found: Workflow[Any, Any] = getattr(module, plan.source.workflow_id.split("//")[2])
        return found

    def _source_of(self, workflow: Workflow[Any, Any]) -> tuple[str, str]:
        """Return the file to run, and its workflow: the graph's own, or the one that runs graphs by their shape."""
        found = place_of(workflow)
        if found is not None:
            try:
                self.vm._codebase.sources.find(found[0], found[1])
            except (SourceNotFound, SourceRefused, WorkflowNotFound):
                found = None  # a file that the sandbox does not take, such as a test
        return found or (str(FILE), WORKFLOW)

    def stored_runs(self) -> StoredRuns:
        """Return what finds, lists and deletes runs."""
        return StoredRuns(self)

    def follow(self, run_id: str) -> Follower:
        """Return what follows a run. Raises `RunNotFound`."""
        record = self.vm.world.get_run(run_id)
        program = self.vm._codebase.programs.load(record.bundle, record.workflow)
        return Follower(self.vm.world, run_id, program, self.vm.registry.types)


class DurableRun(GraphRun):
    """A run of a graph on a VM."""

    def __init__(
        self, engine: VMEngine, workflow: Workflow[Any, Any], run_id: str | None, resource_id: str | None
    ) -> None:
        super().__init__(workflow, run_id, resource_id)
        self.engine = engine
        self._follower: Follower | None = None
        self._told = Cursor()

    # ---- where it stands

    def _is_there(self) -> bool:
        return self.engine.vm.world.find_run(self.run_id) is not None

    def _follow(self) -> Follower:
        if self._follower is None:
            self._follower = self.engine.follow(self.run_id)
        self._follower.feed()
        self._tell(self._follower)
        return self._follower

    def _tell(self, follower: Follower) -> None:
        if self._watchers:
            for event in self._told.read(self.engine.vm.world, follower, self.engine.vm.registry.types):
                for watcher in list(self._watchers):
                    watcher(event)

    async def document(self) -> dict[str, Any]:
        if not self._is_there():
            return Record.pending(self.workflow_id).document()
        return self._follow().record().document()

    async def _rest(self) -> None:
        await self._wait_until(self._is_at_rest)

    def _is_at_rest(self) -> bool:
        """Whether the run has ended, or all that is left waits to be resumed. Replays only where that may be."""
        vm = self.engine.vm
        if self._watchers:
            self._follow()
        warm = vm.engine.find_warm(self.run_id)
        if warm is not None and not warm.is_recorded:
            if warm.replay.open_steps() or warm.replay.open_waits() or not warm.replay.open_hooks():
                return False
        else:
            record = vm.world.get_run(self.run_id)
            if record.status in TERMINAL_RUN:
                return True
            vm.check_driven(record)
            if not vm.world.list_hooks(self.run_id):
                return False
        return self._follow().record().now_status() in ("suspended", "paused")

    async def _wait_until(self, is_done: Callable[[], bool]) -> None:
        """Wait until something holds, looking whenever something may have happened to the run."""
        vm = self.engine.vm
        while True:
            committed, moved = vm.engine.audience.bell(self.run_id), vm.engine.roster.bell(self.run_id)
            if is_done():
                return
            async with trio.open_nursery() as nursery:
                nursery.start_soon(_wait_and_cancel, committed, nursery.cancel_scope)
                nursery.start_soon(_wait_and_cancel, moved, nursery.cancel_scope)
                await trio.sleep(LOOK_S)  # another process may drive it, and nobody rings for that
                nursery.cancel_scope.cancel()

    # ---- what `GraphRun` asks for

    async def _begin(self, facts: dict[str, Any], input_data: Any) -> bool:
        vm = self.engine.vm
        if self._is_there():
            await self._take_up()
            return False
        source, name = self.engine._source_of(self.workflow)
        given: tuple[Any, ...] = (input_data, facts)
        if source == str(FILE):
            shape, _ = shape_as_data(self.workflow)
            place = PLACES.find(self.workflow)
            vm.registry.register_graph(self.workflow, place)
            given = (shape, input_data, {**facts, "place": place})
        await vm.start_with(source, given, workflow=name, run_id=self.run_id)
        return True

    async def _deliver(self, suspension: dict[str, Any], payload: Any) -> bool:
        vm, token = self.engine.vm, suspension["token"]
        try:
            if not (await vm.resume_hook(token, payload, idempotency_key=token)).is_new:
                return False
        except HookNotFound:
            return False
        await self._wait_until(lambda: suspension["key"] not in self._follow().record().suspensions)
        return True

    async def cancel(self) -> bool:
        vm = self.engine.vm
        if not self._is_there() or not await vm.cancel(self.run_id):
            return False
        await vm.get(self.run_id).wait()
        return True

    async def restart(self) -> Any:
        await self._take_up()
        return await self.wait()

    async def _take_up(self) -> None:
        """Have somebody drive the run, if nobody does."""
        vm = self.engine.vm
        if not vm.world.get_run(self.run_id).is_held(wall_ms()):
            with suppress(RunEnded):
                await vm.resume(self.run_id)

    async def _past(self) -> tuple[dict[str, Any], Any, Any]:
        record = self._follow().record()
        done = {path: row for path, row in record.steps.items() if row["status"] == "success"}
        return done, record.input, record.state

    def _sibling(self, run_id: str | None) -> DurableRun:
        return DurableRun(self.engine, self.workflow, run_id, self.resource_id)

    # ---- events

    async def _cursor(self) -> Any:
        return Cursor.at_end(self.engine.vm.world, self._follow()) if self._is_there() else Cursor()

    async def _more(self, cursor: Any) -> list[Row]:
        world, types = self.engine.vm.world, self.engine.vm.registry.types
        found: list[Row] = []

        def look() -> bool:
            is_at_rest = self._is_at_rest()  # asked first: what comes later is not missed
            found.extend(cursor.read(world, self._follow(), types))
            return bool(found) or is_at_rest

        await self._wait_until(look)
        return found


async def _wait_and_cancel(bell: trio.Event, scope: trio.CancelScope) -> None:
    await bell.wait()
    scope.cancel()


def place_of(workflow: Workflow[Any, Any]) -> tuple[str, str] | None:
    """Return the file that declares a graph at module level, and the variable's name; None where no module does."""
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file is None or not file.endswith(".py"):
            continue
        for name, value in list(vars(module).items()):
            if value is workflow:
                return file, name
    return None


__all__ = ["DurableRun", "VMEngine", "place_of"]
