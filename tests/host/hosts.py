"""Engines for tests: plain programs, plain steps, a memory or SQLite world, a virtual clock."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from hashlib import sha256
from typing import Any, NoReturn

import trio

from tests.core.programs import PlainProgram
from vm.core.codec import decode, encode_call
from vm.core.events import Event, RunCompleted, RunFailed, decode_event
from vm.core.journal import Entry
from vm.core.options import parse_options
from vm.core.program import Program
from vm.errors import InternalError
from vm.host.births import Birth
from vm.host.clock import Clock, SystemClock, VirtualClock
from vm.host.engine import Engine
from vm.host.headers import make_header
from vm.host.intake import Intake
from vm.host.options import EngineOptions
from vm.host.registry import Registry
from vm.host.steps import RegisteredStep
from world.interface import World
from world.memory import MemoryWorld
from world.records import BundleRecord, RunRecord

WORKFLOW = "workflow//test.py//main"
BUNDLE = BundleRecord(sha256(b"bundle").hexdigest(), b"bundle")


def step_id(function: Callable[..., Any]) -> str:
    return f"step//test.py//{function.__name__}"


class Host:
    """An engine with what a test asks of it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.seen: list[tuple[str, Entry]] = []

    async def start(self, make: Callable[..., Any], *args: Any, **options: Any) -> str:
        return await self.create(PlainProgram(make), *args, **options)

    async def create(self, program: Program, *args: Any, **options: Any) -> str:
        birth = self.conceive(program, *args, **options)
        await self.engine.store(birth)
        return birth.run_id

    def conceive(
        self,
        program: Program,
        *args: Any,
        run_id: str | None = None,
        seed: str | None = None,
        workflow: str = WORKFLOW,
        **options: Any,
    ) -> Birth:
        given, now = encode_call(args, {}), self.engine.clock.now_ms()
        header = make_header(program, workflow, BUNDLE.hash, given, now_ms=now, run_id=run_id, seed=seed)
        return Birth(program, header, BUNDLE, **options)

    async def end(self, run_id: str) -> None:
        run = self.engine.find_warm(run_id)
        if run is not None:
            await run.ended.wait()

    def events(self, run_id: str) -> list[Event]:
        return [decode_event(row.body) for row in self.engine.world.read_journal(run_id)]

    def types(self, run_id: str) -> list[str]:
        return [event.type for event in self.events(run_id)]

    def outcome(self, run_id: str) -> Any:
        """Return the run's output, or the error it failed with."""
        end = self.events(run_id)[-1]
        if isinstance(end, RunCompleted):
            return decode(end.output)
        assert isinstance(end, RunFailed), end
        return decode(end.error)

    async def run(self, make: Callable[..., Any], *args: Any, **options: Any) -> Any:
        run_id = await self.start(make, *args, **options)
        await self.end(run_id)
        return self.outcome(run_id)


def steal(world: World, run_id: str) -> None:
    """Have another worker take a run whose lease has run out unseen."""
    late = (world.get_run(run_id).lease_expires_ms or 0) + 10**9
    world.claim_run(run_id, owner="thief", now_ms=late, expires_ms=late + 10**9)


def registry_of(steps: Iterable[Callable[..., Any]], **options: Any) -> Registry:
    registry = Registry()
    for function in steps:
        parsed = {**parse_options(options), **getattr(function, "__vm_step__", {})}
        name = step_id(function)
        registry.steps[name] = RegisteredStep(name, function, parsed, inspect.iscoroutinefunction(function))
    return registry


@asynccontextmanager
async def host(
    *steps: Callable[..., Any],
    world: World | None = None,
    clock: Clock | None = None,
    engine_options: EngineOptions | None = None,
    observers: Sequence[Callable[[str, Sequence[Entry]], None]] = (),
    prepare: Callable[[RunRecord], Program] | None = None,
    workflows: Collection[str] | None = None,
    **options: Any,
) -> AsyncIterator[Host]:
    """Serve an engine that knows `steps` until the block ends. `options` are options of all steps.

    With `prepare` it is a worker: it takes up what is due, of `workflows` or of all.
    """

    def observe(run_id: str, entries: Sequence[Entry]) -> None:
        made.seen.extend((run_id, entry) for entry in entries)
        for observer in observers:
            observer(run_id, entries)

    engine = Engine(
        world or MemoryWorld(),
        registry_of(steps, **options),
        clock or VirtualClock(),
        options=engine_options,
        observer=observe,
    )
    if prepare is not None:
        engine.intake = Intake(engine, prepare, workflows=workflows)
    made = Host(engine)
    async with trio.open_nursery() as nursery:
        await nursery.start(engine.serve)
        yield made
        engine.stop()


def worker(make: Callable[..., Any], *steps: Callable[..., Any], **options: Any) -> AbstractAsyncContextManager[Host]:
    """Serve a worker on the machine's clock, for which every run is one of `make`."""
    return host(*steps, clock=SystemClock(), prepare=lambda _: PlainProgram(make), **options)


def raise_internal_error(*_: object) -> NoReturn:
    """Fail as only a bug of the VM does, in no file of a program's."""
    raise InternalError("not a fault of the run")
