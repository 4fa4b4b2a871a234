"""Embedding the VM in a program: `open_vm` under trio, `BackgroundVM` from anything else."""

from __future__ import annotations

import functools
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, closing, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import trio

from vm.core.codec import decode
from vm.core.events import Event, RunCompleted, RunFailed, decode_event
from vm.core.lifecycle import TERMINAL_RUN, RunStatus
from vm.errors import BadInput, OperatorError, RunEnded, RunLeased, RunUnfinished, VMError
from vm.errors import RunFailed as RunFailedError
from vm.face.wiring import open_bodies, open_world, world_url
from vm.host.bodies import Bodies
from vm.host.clock import Clock, SystemClock
from vm.host.codebase import Codebase
from vm.host.engine import Engine, Observer
from vm.host.options import EngineOptions
from world.interface import World
from world.records import RunRecord

if TYPE_CHECKING:
    from vm.host.isolation import Isolation

POLL_S: Final = 0.1  # how often a run that another process drives is looked at


class Run:
    """A handle on one run of a world. Cheap; any number may name the same run."""

    def __init__(self, vm: VM, run_id: str) -> None:
        self._vm = vm
        self.run_id = run_id

    def __repr__(self) -> str:
        return f"<Run {self.run_id}>"

    def record(self) -> RunRecord:
        """Return the run's row as it stands."""
        return self._vm.world.get_run(self.run_id)

    def status(self) -> RunStatus:
        return self.record().status

    def events(self) -> list[Event]:
        """Return the run's journal, decoded as events; values inside stay encoded."""
        return [decode_event(row.body) for row in self._vm.world.read_journal(self.run_id)]

    async def wait(self) -> RunStatus:
        """Wait until the run has ended, here or in another process, and return its status.

        Raises:
            RunUnfinished: This VM is being closed.
            VMError: Nobody will drive it: this VM could not take it up, or cannot advance it.
        """
        while True:
            warm = self._vm.engine.find_warm(self.run_id)
            if warm is not None:
                await warm.ended.wait()
                if warm.is_recorded:
                    return warm.replay.status
            elif (status := self.status()) in TERMINAL_RUN:
                return status
            if self._vm.is_closing:
                raise RunUnfinished(self.run_id)
            if warm is None:
                self._vm.check_driven(self.run_id)
                await trio.sleep(POLL_S)  # another process drives it

    async def result(self) -> Any:
        """Wait for the end and return the workflow's value.

        Raises:
            RunFailed: The workflow failed. The failure itself is its `error` and `__cause__`.
            RunUnfinished: This VM is being closed before the run has ended.
            VMError: Nobody will drive it: this VM could not take it up, or cannot advance it.
        """
        await self.wait()
        (last,) = self._vm.world.read_journal(self.run_id, after=self.record().head - 1)
        end = decode_event(last.body)
        if isinstance(end, RunCompleted):
            return decode(end.output, self._vm.registry.types)
        assert isinstance(end, RunFailed), f"a run ended with {end.type}"
        error = decode(end.error, self._vm.registry.types)
        raise RunFailedError(self.run_id, error) from error


class VM:
    """A host on one world: starts runs, drives them, takes up what an earlier process left.

    Made by `open_vm`. `problems` lists the unfinished runs that could not be taken up, and why.
    """

    def __init__(
        self, world: World, clock: Clock, bodies: Bodies, *, options: EngineOptions | None, observer: Observer | None
    ) -> None:
        self.world = world
        self._codebase = Codebase(world)
        self.programs = self._codebase.programs
        self.registry = self._codebase.registry
        self.engine = Engine(world, self.registry, clock, options=options, observer=observer, bodies=bodies)
        self.problems: dict[str, VMError] = {}
        self.failure: BaseException | None = None  # what ended the engine before its time
        self.is_closing = False

    async def start(self, source: Any, *args: Any, **kwargs: Any) -> Run:
        """Start a run of the workflow in `source` with these arguments, and return its handle at once.

        `source` is a path, the workflow function itself, or source text. `start_with` takes options.
        """
        return await self.start_with(source, args, kwargs)

    async def start_with(
        self,
        source: Any,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        workflow: str | None = None,
        run_id: str | None = None,
        seed: str | None = None,
        steps: Iterable[str | Path] = (),
        is_parked: bool = False,
    ) -> Run:
        """Start a run with options.

        `workflow` names one of several. `run_id` makes starting idempotent: the same id, source and input
        give the same run. `seed` feeds the run's randomness (default: the run id). `steps` are files whose
        steps `use_step` may name; they join the run's bundle. `is_parked` stores the run and leaves it to be
        driven by somebody else.

        Raises:
            SourceNotFound, SourceRefused, WorkflowNotFound, SeveralWorkflows: The source cannot be used.
            WrongArguments, NotSerializable: The arguments cannot be.
            RunExists: `run_id` is taken by another run.
        """
        plan = self._codebase.plan(source, workflow, steps)
        plan.source.check_arguments(args, dict(kwargs or {}))
        made = self.engine.create(
            plan.program,
            plan.bundle,
            plan.source.workflow_id,
            tuple(args),
            dict(kwargs or {}),
            run_id=run_id,
            seed=seed,
            origin=plan.origin,
            is_leased=not is_parked,
        )
        return Run(self, made)

    async def run(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        """Start a run and wait for its result."""
        return await (await self.start(source, *args, **kwargs)).result()

    def get(self, run_id: str) -> Run:
        """Return the handle of a run that exists. Raises `RunNotFound`."""
        self.world.get_run(run_id)
        return Run(self, run_id)

    async def resume(self, run_id: str, *, steps: Iterable[str | Path] = ()) -> Run:
        """Drive an interrupted run on from its journal. Its source comes from the world.

        The code of its steps comes from the files it was started from, from `steps`, or, where those are
        gone, from the source that the world keeps. A run that is over is left as it is.

        Raises:
            RunNotFound, RunLeased: There is nothing to take up, or somebody else has it.
            DivergenceError, JournalCorrupt: The journal does not replay.
        """
        record = self.world.get_run(run_id)
        if record.status not in TERMINAL_RUN:
            program = self._codebase.prepare(record, steps)
            with suppress(RunEnded):  # somebody else drove it to its end meanwhile
                await self.engine.adopt(run_id, program)
            self.problems.pop(run_id, None)
        return Run(self, run_id)

    async def recover(self) -> list[Run]:
        """Take up every unfinished run that nobody advances. What cannot be taken up lands in `problems`."""
        taken = []
        for run_id in self.world.unfinished_runs():
            try:
                taken.append(await self.resume(run_id))
            except VMError as error:
                if isinstance(error, OperatorError) and not hasattr(error, "run_id"):
                    raise
                self.problems[run_id] = error
        return taken

    def check_driven(self, run_id: str) -> None:
        """Raise what keeps this VM from driving a run. One that another worker holds is driven by that one."""
        problem = self.engine.find_failure(run_id) or self.problems.get(run_id)
        if problem is not None and not isinstance(problem, RunLeased):
            raise problem


@asynccontextmanager
async def open_vm(
    url: str | None = None,
    *,
    world: World | None = None,
    clock: Clock | None = None,
    options: EngineOptions | None = None,
    observer: Observer | None = None,
    recover: bool = True,
    isolate: bool | Isolation | None = None,
) -> AsyncIterator[VM]:
    """Open a world and drive its runs until the block ends. For trio.

    At the start every unfinished run of the world is taken up (`recover=False` leaves them). At the end,
    attempts get a grace, and runs that have not ended are parked: whoever opens the world next goes on.

    `isolate` puts bodies behind a process wall, with the limits given. None: as `$VM_ISOLATE` says.
    """
    failure: BaseException | None = None
    with ExitStack() as stack:
        opened = world if world is not None else stack.enter_context(closing(open_world(world_url(url))))
        bodies = open_bodies(isolate)
        stack.callback(bodies.close)
        vm = VM(opened, clock or SystemClock(), bodies, options=options, observer=observer)
        async with trio.open_nursery() as nursery:
            await nursery.start(_serve, vm, nursery.cancel_scope)
            try:
                if recover:
                    await vm.recover()
                yield vm
            except GeneratorExit:
                raise
            except BaseException as error:  # noqa: BLE001 - raised again below, free of the nursery's group
                failure = _without_cancellation(error)
            finally:
                vm.is_closing = True
                vm.engine.stop()
    if vm.failure is not None:
        raise vm.failure from failure
    if failure is not None:
        raise failure


def _without_cancellation(error: BaseException) -> BaseException:
    """Return `error`; raise it when a cancellation is in it, which has to go through the nursery."""
    is_cancellation = isinstance(error, trio.Cancelled)
    if is_cancellation or (isinstance(error, BaseExceptionGroup) and error.subgroup(trio.Cancelled) is not None):
        raise error
    return error


async def _serve(
    vm: VM, scope: trio.CancelScope, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED
) -> None:
    """Run the engine; when it ends before its time, end the block that uses it."""
    try:
        await vm.engine.serve(task_status=task_status)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - raised by `open_vm`, free of the nursery's group
        vm.failure = error
        scope.cancel()


class BackgroundVM:
    """The VM for plain or asyncio programs: the host runs in a thread of its own. Use it in a `with`.

    Its methods block until they have their answer; they may be called from any thread.
    """

    def __init__(self, url: str | None = None, **options: Any) -> None:
        self._open = functools.partial(open_vm, url, **options)
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._stop: trio.Event | None = None
        self._token: trio.lowlevel.TrioToken | None = None
        self._vm: VM | None = None
        self._failure: BaseException | None = None

    def __enter__(self) -> Self:
        self._ready.clear()
        self._failure = None
        self._thread = threading.Thread(target=self._serve, name="vm-host", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._thread is not None
        if self._token is not None and self._stop is not None:
            with suppress(trio.RunFinishedError):  # the host ended by itself; why is raised below
                self._token.run_sync_soon(self._stop.set)
        self._thread.join()
        if self._failure is not None and error is None:
            raise self._failure

    def start(self, source: Any, *args: Any, **kwargs: Any) -> str:
        """Start a run and return its id. See `VM.start`."""
        run: Run = self._call(lambda vm: vm.start(source, *args, **kwargs))
        return run.run_id

    def result(self, run_id: str) -> Any:
        """Wait for a run's end and return its value, or raise `RunFailed`."""
        return self._call(lambda vm: vm.get(run_id).result())

    def run(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        """Start a run and wait for its result."""
        return self._call(lambda vm: vm.run(source, *args, **kwargs))

    def status(self, run_id: str) -> RunStatus:
        async def ask(vm: VM) -> RunStatus:
            return vm.get(run_id).status()

        status: RunStatus = self._call(ask)
        return status

    def events(self, run_id: str) -> list[Event]:
        async def ask(vm: VM) -> list[Event]:
            return vm.get(run_id).events()

        events: list[Event] = self._call(ask)
        return events

    def _call(self, ask: Callable[[VM], Any]) -> Any:
        if self._vm is None or self._token is None:
            raise BadInput("the VM is not open", fix="use it inside `with BackgroundVM(...) as vm:`")
        try:
            return trio.from_thread.run(ask, self._vm, trio_token=self._token)
        except (trio.RunFinishedError, trio.Cancelled) as error:
            raise BadInput(
                "the VM was closed meanwhile", fix="leave its `with` when nobody uses it any more"
            ) from error

    def _serve(self) -> None:
        try:
            trio.run(self._main)
        except BaseException as error:  # noqa: BLE001 - handed to the thread that owns this VM
            self._failure = error
        finally:
            self._vm = None
            self._ready.set()

    async def _main(self) -> None:
        async with self._open() as vm:
            self._vm = vm
            self._stop = trio.Event()
            self._token = trio.lowlevel.current_trio_token()
            self._ready.set()
            await self._stop.wait()
