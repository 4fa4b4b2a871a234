"""Runs that wait leave memory when there are too many, and come back when they are wanted."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest
import trio

from tests.core.programs import PlainProgram
from tests.host.hosts import host, step_id, worker
from vm.core.context import Context
from vm.core.lifecycle import RunStatus
from vm.core.verify import verify
from vm.host.clock import VirtualClock
from vm.host.options import EngineOptions
from world.memory import MemoryWorld

FEW = EngineOptions(most_parked=3)


async def one() -> int:
    return 1


def sleeping(context: Context) -> Any:
    async def main(duration: str) -> int:
        first = await context.call_step(step_id(one), (), {})
        await context.call_sleep(duration)
        return first + await context.call_step(step_id(one), (), {})

    return main


async def until(condition: Any) -> None:
    with trio.fail_after(30):
        while not condition():
            await trio.lowlevel.checkpoint()


async def test_runs_beyond_the_budget_leave_memory_with_nothing_left_but_their_rows() -> None:
    world = MemoryWorld()
    async with worker(sleeping, one, world=world, engine_options=FEW) as vm:
        for number in range(20):
            await vm.start(sleeping, "1h", run_id=f"r{number}")
        await until(lambda: len(world.list_waits()) == 20 and len(vm.engine.roster) <= 3)
        held = [run.run_id for run in world.list_runs() if run.owner is not None]
        assert len(held) == len(vm.engine.roster)
        assert world.list_messages() == []


async def test_evicted_runs_wake_when_they_are_due_and_go_on() -> None:
    world = MemoryWorld()
    async with worker(sleeping, one, world=world, engine_options=FEW) as vm:
        for number in range(12):
            await vm.start(sleeping, "200ms", run_id=f"r{number}")
        await until(lambda: all(run.status is RunStatus.COMPLETED for run in world.list_runs()))
        assert {vm.outcome(f"r{number}") for number in range(12)} == {2}
    assert max(run.epoch for run in world.list_runs()) == 2
    rows = [(row.position, row.body, row.hash) for row in world.read_journal("r0")]
    verify(PlainProgram(sleeping), "r0", rows)


async def test_evicting_many_runs_takes_few_transactions() -> None:
    world = MemoryWorld()
    options = EngineOptions(most_parked=100)
    async with worker(sleeping, one, world=world, engine_options=options) as vm:
        births = [vm.conceive(PlainProgram(sleeping), "1h", run_id=f"r{number}") for number in range(300)]
        await vm.engine.store(*births)
        await until(lambda: len(world.list_waits()) == 300 and len(vm.engine.roster) <= 100)
        assert world.commits < 60


async def test_body_of_an_evicted_run_is_really_gone() -> None:
    world, bodies = MemoryWorld(), []

    def watch(run_id: str, _: object) -> None:
        run = vm.engine.find_warm("r")
        if run_id == "r" and run is not None and not bodies:
            bodies.append(weakref.ref(run.replay))

    async with worker(sleeping, one, world=world, engine_options=EngineOptions(most_parked=0), observers=[watch]) as vm:
        await vm.start(sleeping, "1h", run_id="r")
        for number in range(70):  # timers that nobody waits for are swept now and then
            await vm.start(sleeping, "1ms", run_id=f"r{number}")
        await until(lambda: sum(run.status is RunStatus.COMPLETED for run in world.list_runs()) == 70)
        assert world.get_run("r").owner is None
        gc.collect()
        assert bodies
        assert bodies[0]() is None


@pytest.mark.parametrize("is_worker", [True, False])
async def test_nothing_is_evicted_where_nobody_takes_it_up_or_time_is_virtual(is_worker: bool) -> None:
    world = MemoryWorld()

    class Standing(VirtualClock):
        async def wait(self, due_ms: int | None, news: trio.Event, *, is_idle: bool) -> None:
            await news.wait()

    prepare = (lambda _: PlainProgram(sleeping)) if is_worker else None
    async with host(one, world=world, clock=Standing(), prepare=prepare, engine_options=FEW) as vm:
        for number in range(8):
            await vm.start(sleeping, "1h", run_id=f"r{number}")
        await until(lambda: len(world.list_waits()) == 8)
        assert len(vm.engine.roster) == 8


async def test_runs_beyond_the_room_are_stored_and_taken_up_later() -> None:
    world = MemoryWorld()
    options = EngineOptions(most_active=5)
    async with worker(sleeping, one, world=world, engine_options=options) as vm:
        births = [vm.conceive(PlainProgram(sleeping), "1ms", run_id=f"r{number}") for number in range(30)]
        await vm.engine.store(*births)
        assert sum(birth.is_leased for birth in births) == 5
        await until(lambda: all(run.status is RunStatus.COMPLETED for run in world.list_runs()))
