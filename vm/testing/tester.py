"""The VM as tests use it: a world in memory, time that the test holds, steps that can be stubbed and made to fail."""

from __future__ import annotations

import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

import trio

from vm.core.codec import decode
from vm.core.describe import format_time
from vm.core.durations import parse_duration_ms
from vm.core.events import decode_event
from vm.core.lifecycle import TERMINAL_RUN
from vm.errors import RunFailed
from vm.face.cli.failures import failure_lines, run_failure_lines
from vm.face.cli.sources import Sources
from vm.face.cli.text import plain_text
from vm.face.embed import VM, open_vm
from vm.face.handle import Run
from vm.face.wiring import open_world
from vm.host.clock import DEFAULT_START_MS
from vm.host.mailer import Resumed
from vm.host.warm import WarmRun
from vm.inspect.failure import find_failure
from vm.inspect.fold import RunView, fold_run
from vm.inspect.views import HookView, WaitView
from vm.testing.clock import HeldClock
from vm.testing.stand_ins import Call, StandIns
from world.interface import World
from world.records import RunRecord

PATIENCE_S: Final = 5.0  # of real time, for something that another task of the test may still bring about

_Found = TypeVar("_Found")


class NeverHappened(AssertionError):
    """A test waits for what will not come: the run has ended, or it waits for something else. The text says what."""


@dataclass(frozen=True, slots=True)
class OpenHook:
    """A hook that waits for a payload. `metadata` is what its body gave it."""

    token: str
    correlation_id: str
    metadata: Any
    _resume: Callable[[str, Any], Awaitable[Resumed]] = field(repr=False)

    async def resume(self, payload: Any = None) -> Resumed:
        """Send a payload. Raises as `VM.resume_hook`."""
        return await self._resume(self.token, payload)


class TestRun(Run):
    """A run under test. Time jumps to whatever it waits for while somebody awaits its end."""

    __test__ = False  # nothing that pytest should collect

    async def _wait_for_end(self) -> WarmRun | RunRecord:
        """Wait for the run's end, letting time jump.

        Raises:
            NeverHappened: Nothing is due any more, and nothing comes: the run waits for a hook.
        """
        engine = self._vm.engine
        assert isinstance(engine.clock, HeldClock), "tests hold the clock"
        found: list[WarmRun | RunRecord] = []
        with engine.clock.run_free(engine.ring):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._watch, engine.clock, nursery.cancel_scope, found)
                found.append(await super()._wait_for_end())
                nursery.cancel_scope.cancel()
        if not found:
            raise NeverHappened(f"run {self.run_id} does not end: {describe_rest(self)}")
        return found[0]

    async def result(self) -> Any:
        """Wait for the end and return the workflow's value. See `Run.result`.

        Raises:
            RunFailed: The workflow failed. A note has its frames with their variables, and those of its step.
        """
        __tracebackhide__ = True
        try:
            return await super().result()
        except RunFailed as error:
            if error.run_id == self.run_id:
                error.add_note(self._report())
            raise

    def _report(self) -> str:
        record = self.record()
        rows = self._vm.world.read_journal(self.run_id)
        failure = find_failure(fold_run((decode_event(row.body), row.notes) for row in rows))
        assert failure is not None, "it has failed"
        if self._vm.engine._bodies.is_aside:  # behind a wall: nothing looks into it here
            return plain_text(failure_lines(failure, Sources(self._vm.world, record.bundle)))
        return plain_text(run_failure_lines(self._vm.world, record, failure))

    async def _watch(self, clock: HeldClock, scope: trio.CancelScope, found: Sequence[object]) -> None:
        """Give up when nothing happens any more: with time running free, that means that nothing is due."""
        while True:
            await clock.rest()
            if await _is_quiet(self._vm.world, clock) and not found:
                scope.cancel()
                return


async def _is_quiet(world: World, clock: HeldClock) -> bool:
    """Wait for something to happen, as long as another task of the test may bring it about; say whether nothing did.

    The host stirs every second, so that it rests again says nothing: the world's change stamp does.
    """
    stamp = world.change_stamp()
    with trio.move_on_after(PATIENCE_S):
        while world.change_stamp() == stamp:
            await clock.next_rest()
        return False
    return clock.is_at_rest


class TestVM:
    """A VM on a world in memory and in virtual time, for one test. Made by `open_test_vm`, or the fixture `vm`.

    Time stands still until the test moves it (`advance`) or awaits a run's end (`result`, `wait`, `run`): then it
    jumps to whatever is due. Runs are called `run-1`, `run-2`, ... unless they are named, so that a test's journals
    are the same each time. `host` is the VM itself.
    """

    __test__ = False

    def __init__(self, host: VM, clock: HeldClock, stand_ins: StandIns) -> None:
        self.host = host
        self._clock = clock
        self._stand_ins = stand_ins
        self._serial = itertools.count(1)

    @property
    def world(self) -> World:
        return self.host.world

    def now(self) -> datetime:
        """Return the time that the runs live in."""
        return datetime.fromtimestamp(self._clock.now_ms() / 1000, UTC)

    # ---- runs

    async def start(self, source: Any, *args: Any, **kwargs: Any) -> TestRun:
        """Start a run. See `VM.start`."""
        return await self.start_with(source, args, kwargs)

    async def start_with(
        self,
        source: Any,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        run_id: str | None = None,
        **options: Any,
    ) -> TestRun:
        """Start a run with options. See `VM.start_with`."""
        self.host._codebase.plan(source, options.get("workflow"), options.get("steps", ()))
        self._stand_ins.put_on(self.host.registry.steps)
        name = run_id or f"run-{next(self._serial)}"
        run = await self.host.start_with(source, args, kwargs, run_id=name, **options)
        return TestRun(self.host, run.run_id, is_new=run.is_new)

    async def run(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        """Start a run, let time jump to its end, and return its result."""
        return await (await self.start(source, *args, **kwargs)).result()

    def get(self, run_id: str) -> TestRun:
        """Return the handle of a run that exists, a child perhaps. Raises `RunNotFound`."""
        self.world.get_run(run_id)
        return TestRun(self.host, run_id)

    async def resume_hook(self, token: str, payload: Any = None, *, idempotency_key: str | None = None) -> Resumed:
        """Send a payload to a hook. See `VM.resume_hook`."""
        return await self.host.resume_hook(token, payload, idempotency_key=idempotency_key)

    # ---- steps

    def stub_step(self, name: str, function: Callable[..., Any]) -> None:
        """Have `function` called in the place of a step, from the next attempt on. It may be plain or async.

        `name` is a step's id, or its short name where only one step has it. What it returns crosses the boundary
        like the step's own result.
        """
        self._stand_ins.stub(name, function)
        self._dress_known()

    def fail_step(self, name: str, *, times: int = 1, error: Any = None) -> None:
        """Have the next `times` attempts of a step fail, without calling it: with `error`, or a `ConnectionError`.

        `error` is an exception or its class. Four times exhaust a step that has the default `max_retries`.
        """
        self._stand_ins.fail(name, times, error)
        self._dress_known()

    def _dress_known(self) -> None:
        if self.host.registry.steps:
            self._stand_ins.put_on(self.host.registry.steps)

    def calls(self, name: str) -> list[Call]:
        """Return the attempts of a step that were made so far, oldest first."""
        return self._stand_ins.calls_of(name)

    # ---- time, and what runs wait for

    async def advance(self, duration: Any = None, /, **parts: float) -> None:
        """Move time on, by way of all that is due until then, and wait until the host is at rest again.

        `advance("7d")`, or in the words of `timedelta`: `advance(days=7)`.
        """
        length = timedelta(**parts) if duration is None else duration
        await self._clock.rest()
        self._clock.hold_until(self._clock.now_ms() + parse_duration_ms(length))
        self.host.engine.ring()
        await self._clock.rest()

    async def wait_for_sleep(self, run: Run | str) -> WaitView:
        """Wait until a run sleeps, and return the sleep that ends first.

        Raises:
            NeverHappened: It does not come to that.
        """

        def find(view: RunView) -> WaitView | None:
            return min(view.open_waits(), key=lambda wait: wait.until_ms, default=None)

        return await self._wait_for(self._handle(run), find, "sleep")

    async def wait_for_hook(self, run: Run | str, token: str | None = None) -> OpenHook:
        """Wait until a run has a hook open, with this token if one is given, and return the one opened last.

        Raises:
            NeverHappened: It does not come to that.
        """

        def find(view: RunView) -> HookView | None:
            found = [hook for hook in view.open_hooks() if token in (None, hook.token)]
            return found[-1] if found else None

        hook = await self._wait_for(self._handle(run), find, f"open a hook{f' {token}' if token else ''}")
        metadata = None if hook.metadata is None else decode(hook.metadata, self.host.registry.types)
        return OpenHook(hook.token, hook.correlation_id, metadata, self.resume_hook)

    def _handle(self, run: Run | str) -> Run:
        return run if isinstance(run, Run) else self.get(run)

    async def _wait_for(self, run: Run, find: Callable[[RunView], _Found | None], what: str) -> _Found:
        while True:
            await self._clock.rest()
            found = find(view_of(run))
            if found is not None:
                return found
            if run.status() in TERMINAL_RUN or await _is_quiet(self.world, self._clock):
                raise NeverHappened(f"run {run.run_id} does not {what}: {describe_rest(run)}")

    # ---- journals

    def journal(self, run: Run | str) -> str:
        """Return a run's journal as text for people, without what changes with each edit of the source."""
        from vm.testing.snapshots import journal_text

        return journal_text(self._handle(run).events())

    def assert_replays(self, run: Run | str, **options: Any) -> None:
        """Prove that a run's journal replays in other processes. See `vm.testing.assert_replays`."""
        from vm.testing.proof import assert_replays

        assert_replays(self.world, self._handle(run).run_id, **options)


def view_of(run: Run) -> RunView:
    """Return what a run's journal tells."""
    return fold_run((event, None) for event in run.events())


def describe_rest(run: Run) -> str:
    """Return what a run waits for, in words, or how it ended."""
    view = view_of(run)
    if view.ended_ms is not None:
        what = view.output if view.error is None else view.error
        return f"it is {view.status}" + (f": {json.dumps(json.loads(what), ensure_ascii=False)}" if what else "")
    waits = [f"{step.correlation_id} ({step.step.split('//')[-1]})" for step in view.open_steps()]
    waits += [f"{wait.correlation_id} (sleeps until {format_time(wait.until_ms)})" for wait in view.open_waits()]
    waits += [f"{hook.correlation_id} (payloads for {hook.token})" for hook in view.open_hooks()]
    waits += [f"{child.correlation_id} (run {child.run_id})" for child in view.open_children()]
    return f"it waits for {', '.join(waits) or 'nothing that is known'}"


@asynccontextmanager
async def open_test_vm(
    *, start: datetime | None = None, files: Iterable[str | Path] | None = None, isolate: bool | None = None
) -> AsyncIterator[TestVM]:
    """Open a VM for one test: a world in memory, and time that stands still from `start` (default: the year 2000).

    For trio. `files` are those whose steps are used wherever a run names them.
    """
    clock = HeldClock(DEFAULT_START_MS if start is None else round(start.timestamp() * 1000))
    stand_ins = StandIns()
    async with open_vm(world=open_world("memory:"), clock=clock, isolate=isolate) as host:
        host.registry.dress = stand_ins.dress
        if files is not None:
            host._codebase.declare(files)
        yield TestVM(host, clock, stand_ins)
