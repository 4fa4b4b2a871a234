"""Bodies that take their time are fed beside the loop: in order for one run, side by side for several."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import pytest
import trio

from tests.core.programs import PlainProgram
from tests.host.hosts import Host, registry_of, step_id
from vm.core.combine import Gather, Race
from vm.core.commands import Command
from vm.core.context import Context
from vm.core.events import Event, RunCreated
from vm.core.program import Program
from vm.core.replay import Replay
from vm.core.state import RunState
from vm.errors import InternalError, OperatorError, WorldUnwritable
from vm.host.clock import VirtualClock
from vm.host.engine import Engine
from vm.host.options import EngineOptions
from world.memory import MemoryWorld


class Slow(Replay):
    """A body that holds up whoever feeds it, in a thread, until it is let go or closed."""

    gates: ClassVar[dict[str, threading.Event]] = {}
    closed: ClassVar[set[str]] = set()
    threads: ClassVar[set[int]] = set()

    def _deliver(self, event: Event) -> list[Command]:
        self.threads.add(threading.get_ident())
        if self.run_id in self.gates:
            self.gates[self.run_id].wait()
            if self.run_id in self.closed:
                raise InternalError("the body was thrown away")
        return super()._deliver(event)

    def close(self) -> None:
        self.closed.add(self.run_id)
        if self.run_id in self.gates:
            self.gates[self.run_id].set()
        super().close()


class AsideBodies:
    """Bodies that are fed in threads."""

    is_aside = True

    def __init__(self, kind: Callable[[Program, RunCreated], RunState] = Slow) -> None:
        self.open = kind


@pytest.fixture(autouse=True)
def no_gates() -> None:
    Slow.gates = {}
    Slow.closed = set()
    Slow.threads = set()


@asynccontextmanager
async def host(*steps: Any, world: Any = None, bodies: Any = None, grace_ms: int = 5000) -> AsyncIterator[Host]:
    engine = Engine(
        world or MemoryWorld(),
        registry_of(steps),
        VirtualClock(),
        options=EngineOptions(grace_ms=grace_ms),
        bodies=bodies or AsideBodies(),
    )
    made = Host(engine)
    async with trio.open_nursery() as nursery:
        await nursery.start(engine.serve)
        yield made
        engine.stop()


async def one(number: int = 1) -> int:
    return number


def counting(context: Context) -> Any:
    async def main() -> list[int]:
        got = [await context.call_step(step_id(one), (number,), {}) for number in range(3)]
        await context.call_sleep("1d")
        race = Race(context.kernel, (context.call_sleep("1h"), context.call_sleep("2h")))
        await race
        calls = [context.call_step(step_id(one), (number,), {}) for number in range(5)]
        return got + list(await Gather(context.kernel, tuple(calls)))

    return main


def brief(context: Context) -> Any:
    async def main() -> list[int]:
        return [await context.call_step(step_id(one), (number,), {}) for number in range(3)]

    return main


async def test_a_run_fed_beside_the_loop_has_the_journal_of_one_fed_in_it() -> None:
    hashes = []
    for bodies in (AsideBodies(), None):
        world = MemoryWorld()
        engine = Engine(world, registry_of([one]), VirtualClock(), bodies=bodies)
        async with trio.open_nursery() as nursery:
            await nursery.start(engine.serve)
            run_id = await Host(engine).create(PlainProgram(counting), run_id="r", seed="s")
            run = engine.find_warm(run_id)
            assert run is not None
            await run.ended.wait()
            engine.stop()
        hashes.append(world.get_run("r").head_hash)
    assert hashes[0] == hashes[1]
    assert threading.get_ident() not in Slow.threads


async def test_a_body_that_takes_its_time_does_not_hold_up_another_run() -> None:
    Slow.gates["slow"] = threading.Event()
    async with host(one) as made:
        await made.start(counting, run_id="slow")
        assert await made.run(brief, run_id="quick") == [0, 1, 2]
        assert made.types("slow") == ["run_created"]
        Slow.gates.pop("slow").set()
        await made.end("slow")
        assert made.outcome("slow") == [0, 1, 2, 0, 1, 2, 3, 4]


async def test_stopping_throws_away_a_body_that_does_not_answer() -> None:
    Slow.gates["slow"] = threading.Event()
    world = MemoryWorld()
    async with host(one, world=world, grace_ms=1) as made:
        await made.start(counting, run_id="slow")
        await made.run(brief, run_id="quick")
    assert [event.type for event in made.events("slow")] == ["run_created"]
    assert world.get_run("slow").owner is None


async def test_a_parked_run_is_taken_up_beside_the_loop() -> None:
    world = MemoryWorld()
    Slow.gates["run"] = threading.Event()
    async with host(one, world=world, grace_ms=1) as made:
        await made.start(counting, run_id="run")
        await made.run(brief, run_id="quick")
    Slow.gates.clear()
    Slow.closed.clear()
    Slow.threads.clear()
    async with host(one, world=world) as made:
        await made.engine.adopt("run", PlainProgram(counting))
        await made.end("run")
        assert made.outcome("run") == [0, 1, 2, 0, 1, 2, 3, 4]
    assert Slow.threads
    assert threading.get_ident() not in Slow.threads


class Broken(Replay):
    error: Exception

    def _deliver(self, event: Event) -> list[Command]:
        raise self.error


@pytest.mark.parametrize(
    ("error", "kind"), [(KeyError("x"), InternalError), (WorldUnwritable("here", "no"), OperatorError)]
)
async def test_what_goes_wrong_beside_the_loop_parks_the_run_and_is_told(error: Exception, kind: type) -> None:
    Broken.error = error
    async with host(one, bodies=AsideBodies(Broken)) as made:
        run_id = await made.start(counting)
        run = made.engine.find_warm(run_id)
        assert run is not None
        await run.ended.wait()
        await made.engine.flush()
        assert isinstance(made.engine.roster.failures.get(run_id), kind)
        assert made.types(run_id) == ["run_created"]
        assert made.engine.world.get_run(run_id).owner is None
