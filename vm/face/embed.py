"""Embedding the VM in a trio program: `open_vm`."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import trio

from vm.core.codec import encode_call
from vm.core.durations import due_ms
from vm.core.events import RunCreated, decode_event
from vm.core.lifecycle import TERMINAL_RUN
from vm.errors import OperatorError, RunBuried, RunEnded, RunLeased, VMError
from vm.face.handle import Run
from vm.face.mailing import Mailing
from vm.face.wiring import open_bodies, open_world, world_url
from vm.host.audience import Observer
from vm.host.births import Birth
from vm.host.bodies import Bodies
from vm.host.clock import Clock, SystemClock, wall_ms
from vm.host.codebase import Codebase, Plan
from vm.host.engine import Engine
from vm.host.headers import make_header, new_secret
from vm.host.mailer import Mailer
from vm.host.options import EngineOptions
from world.interface import World
from world.records import BundleRecord, RunRecord

if TYPE_CHECKING:
    from vm.host.intake import Intake
    from vm.host.isolation import Isolation


class VM(Mailing):
    """A host on one world: starts runs, drives them, takes up what others left or stored.

    Made by `open_vm`.
    """

    def __init__(
        self, world: World, clock: Clock, bodies: Bodies, *, options: EngineOptions | None, observer: Observer | None
    ) -> None:
        self.world = world
        self._codebase = Codebase(world)
        self.programs = self._codebase.programs
        self._mailer = Mailer(world, self._codebase)
        self.registry = self._codebase.registry
        self.engine = Engine(
            world,
            self.registry,
            clock,
            programs=self._codebase.programs,
            codes=self._codebase,
            options=options,
            observer=observer,
            bodies=bodies,
        )
        self.failure: BaseException | None = None  # what ended the engine before its time
        self.is_closing = False

    @property
    def problems(self) -> dict[str, VMError]:
        """The unfinished runs that could not be taken up or advanced here, and why."""
        return self.engine.roster.failures

    async def start(self, source: Any, *args: Any, **kwargs: Any) -> Run:
        """Start a run of the workflow in `source` with these arguments, and return its handle when it is stored.

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
        delay: Any = None,
        priority: int = 0,
        dedup_key: str | None = None,
        timeout: Any = None,
    ) -> Run:
        """Start a run with options.

        `workflow` names one of several. `run_id` makes starting idempotent: the same id, source and input
        give the same run. `seed` feeds the run's randomness (default: the run id). `steps` are files whose
        steps `use_step` may name; they join the run's bundle. `is_parked` stores the run and leaves it to
        whoever takes it up; so does `delay`, a duration or a datetime, for as long. Runs of a greater `priority`
        are taken up first. While a run with the same `dedup_key` has not ended, that one is returned.

        Raises:
            SourceNotFound, SourceRefused, WorkflowNotFound, SeveralWorkflows: The source cannot be used.
            WrongArguments, NotSerializable: The arguments cannot be.
            RunExists: `run_id` is taken by another run.
        """
        plan = self._codebase.plan(source, workflow, steps)
        birth = self._conceive(plan, args, kwargs or {}, run_id, seed)
        birth.dedup_key, birth.priority = dedup_key, priority
        birth.is_leased = not is_parked and delay is None
        birth.after_ms = 0 if delay is None else due_ms(delay, wall_ms())
        if timeout is not None:
            birth.messages = tuple(self._time_limit(birth.run_id, timeout))
        await self.engine.store(birth)
        return Run(self, birth.stored_id or birth.run_id, is_new=birth.is_new)

    async def start_many(
        self,
        source: Any,
        inputs: Iterable[Sequence[Any] | Mapping[str, Any]],
        *,
        workflow: str | None = None,
        steps: Iterable[str | Path] = (),
    ) -> list[Run]:
        """Start a run for each of `inputs`, which are positional or named arguments. They share transactions.

        Raises as `start_with`; then none of them is started.
        """
        plan = self._codebase.plan(source, workflow, steps)
        births = [
            self._conceive(plan, (), given) if isinstance(given, Mapping) else self._conceive(plan, given, {})
            for given in inputs
        ]
        await self.engine.store(*births)
        return [Run(self, birth.run_id, is_new=True) for birth in births]

    def _conceive(
        self,
        plan: Plan,
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
        run_id: str | None = None,
        seed: str | None = None,
    ) -> Birth:
        plan.source.check_arguments(args, kwargs)
        given = encode_call(tuple(args), dict(kwargs), self.registry.types)
        now = self.engine.clock.now_ms()
        is_repeatable = seed is not None or self.engine.clock.is_virtual
        header = make_header(
            plan.program,
            plan.source.workflow_id,
            plan.bundle.hash,
            given,
            now_ms=now,
            run_id=run_id,
            seed=seed,
            secret=None if is_repeatable else new_secret(),
            base_url=os.environ.get("VM_BASE_URL"),
        )
        return Birth(plan.program, header, plan.bundle, plan.origin)

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

    async def rerun(self, run_id: str, *, new_id: str | None = None) -> Run:
        """Start a new run with the code and the input of another, which stays as it is.

        Raises:
            RunNotFound: There is no such run.
            RunExists: `new_id` is taken.
        """
        record = self.world.get_run(run_id)
        (first,) = self.world.read_journal(run_id, limit=1)
        old = decode_event(first.body)
        assert isinstance(old, RunCreated), "a journal begins with its header"
        program = self._codebase.prepare(record)
        header = make_header(
            program,
            record.workflow,
            record.bundle,
            old.input,
            now_ms=self.engine.clock.now_ms(),
            run_id=new_id,
            seed=None,
            secret=None if self.engine.clock.is_virtual else new_secret(),
            base_url=old.base_url,
        )
        bundle = BundleRecord(record.bundle, self.world.get_bundle(record.bundle))
        birth = Birth(program, header, bundle, record.origin)
        await self.engine.store(birth)
        return Run(self, birth.stored_id or birth.run_id, is_new=birth.is_new)

    async def recover(self) -> None:
        """Take up every unfinished run that nobody advances, due or not. What cannot be lands in `problems`."""
        for run_id in self.world.unfinished_runs():
            try:
                await self.resume(run_id)
            except VMError as error:
                if isinstance(error, OperatorError) and not hasattr(error, "run_id"):
                    raise
                self.engine.roster.fail(run_id, error)

    def take_due(self, files: Iterable[str | Path] | None) -> Intake:
        """Have the engine take up what is due, and what becomes due: of the workflows in `files`, or of all.

        It makes the ticks of all schedules.
        """
        from vm.host.intake import Intake
        from vm.host.schedules import Schedules

        workflows = None if files is None else self._codebase.declare(files)
        engine = self.engine
        schedules = Schedules(self.world, self.programs, engine.writer.write, wall_ms)
        intake = Intake(engine, self._codebase.prepare, workflows=workflows, schedules=schedules)
        engine.intake = intake
        return intake

    def revive(self, run_id: str) -> bool:
        """Put a buried run back in the queue. Return False when it is not buried. Raises `RunNotFound`."""
        is_revived = self.world.revive_run(run_id, now_ms=wall_ms())
        if self.engine.intake is not None:
            self.engine.intake.ring()
        return is_revived

    def check_driven(self, record: RunRecord) -> None:
        """Raise what keeps a run from being driven. One that another worker holds is driven by that one."""
        problem = self.engine.roster.failures.get(record.run_id)
        is_tried_again = self.engine.intake is not None and record.buried_ms is None
        if problem is not None and not isinstance(problem, RunLeased) and not is_tried_again:
            raise problem
        if record.buried_ms is not None:
            reasons = (buried.reason for buried in self.world.list_buried() if buried.run_id == record.run_id)
            raise RunBuried(record.run_id, next(reasons, "it was revived just now"))


@asynccontextmanager
async def open_vm(
    url: str | None = None,
    *,
    world: World | None = None,
    clock: Clock | None = None,
    options: EngineOptions | None = None,
    observer: Observer | None = None,
    recover: bool = True,
    files: Iterable[str | Path] | None = None,
    isolate: bool | Isolation | None = None,
    prepare: Callable[[VM], None] | None = None,
) -> AsyncIterator[VM]:
    """Open a world and drive its runs until the block ends. For trio.

    It is a worker: every run of the world that is due is taken up, at the start and as long as the block lasts,
    also those that other processes store (`recover=False` drives only what is started or resumed here). With
    `files` that holds for the workflows that are in them, and their steps come from there. At the end, attempts
    get a grace, and runs that have not ended are parked: whoever opens the world next goes on.

    On a virtual clock every unfinished run is taken up at the start, due or not, and none later.

    `prepare` is called with the VM before any run is taken up. `isolate` puts bodies behind a process wall, with the
    limits given. None: as `$VM_ISOLATE` says.
    """
    failure: BaseException | None = None
    with ExitStack() as stack:
        opened = world if world is not None else stack.enter_context(closing(open_world(world_url(url))))
        bodies = open_bodies(isolate)
        stack.callback(bodies.close)
        vm = VM(opened, clock or SystemClock(), bodies, options=options, observer=observer)
        if prepare is not None:
            prepare(vm)
        intake = vm.take_due(files) if recover and not vm.engine.clock.is_virtual else None
        async with trio.open_nursery() as nursery:
            await nursery.start(_serve, vm, nursery.cancel_scope)
            try:
                if recover:
                    await (vm.recover() if intake is None else intake.is_ready.wait())
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
