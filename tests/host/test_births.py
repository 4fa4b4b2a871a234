"""New runs are stored with whatever else is ready, and every starter is told what became of his."""

from __future__ import annotations

from typing import Any

import pytest
import trio

from tests.core.programs import PlainProgram
from tests.host.hosts import Host, host, registry_of
from vm.core.context import Context
from vm.core.lifecycle import RunStatus
from vm.errors import RunExists, VMError, WorldUnwritable
from vm.host.births import Birth
from vm.host.clock import VirtualClock
from vm.host.engine import Engine
from world.memory import MemoryWorld
from world.records import Written


def answering(context: Context) -> Any:
    async def main(number: int = 0) -> int:
        return number

    return main


PROGRAM = PlainProgram(answering)


async def test_runs_that_are_started_at_once_share_transactions() -> None:
    world = MemoryWorld()
    async with host(world=world) as vm:
        async with trio.open_nursery() as nursery:
            for number in range(200):
                nursery.start_soon(vm.start, answering, number)
        assert world.commits < 10
    assert len(world.list_runs()) == 200


async def test_many_runs_are_more_than_one_transaction_holds() -> None:
    world = MemoryWorld()
    async with host(world=world) as vm:
        births = [vm.conceive(PROGRAM, number) for number in range(2500)]
        await vm.engine.store(*births)
        assert all(birth.is_new for birth in births)
    assert len(world.list_runs()) == 2500


async def test_id_that_is_taken_by_the_same_run_names_it_and_by_another_is_refused() -> None:
    async with host() as vm:
        first, again, other = (vm.conceive(PROGRAM, number, run_id="r") for number in (1, 1, 2))
        await vm.engine.store(first)
        await vm.engine.store(again)
        assert (first.is_new, again.is_new, again.stored_id) == (True, False, "r")
        with pytest.raises(RunExists):
            await vm.engine.store(other)


async def test_key_of_a_run_that_lives_names_that_run_and_of_one_that_ended_nothing() -> None:
    world = MemoryWorld()
    async with host(world=world) as vm:
        parked = vm.conceive(PROGRAM, run_id="first", dedup_key="k", is_leased=False)
        await vm.engine.store(parked)
        twin = vm.conceive(PROGRAM, run_id="second", dedup_key="k")
        await vm.engine.store(twin)
        assert (twin.stored_id, twin.is_new) == ("first", False)
        assert world.find_run("second") is None
        await vm.engine.adopt("first", PROGRAM)
        await vm.end("first")
        later = vm.conceive(PROGRAM, run_id="second", dedup_key="k")
        await vm.engine.store(later)
        assert (later.stored_id, later.is_new) == ("second", True)


async def test_run_stored_before_the_engine_serves_is_driven_when_it_does() -> None:
    world = MemoryWorld()
    engine = Engine(world, registry_of([]), VirtualClock())
    await Host(engine).start(answering, 7, run_id="r")
    assert world.get_run("r").status is RunStatus.PENDING
    async with trio.open_nursery() as nursery:
        await nursery.start(engine.serve)
        await Host(engine).end("r")
        engine.stop()
    assert Host(engine).outcome("r") == 7


class Refusing(MemoryWorld):
    """A world that stores no run."""

    def append(self, appends: Any, creations: Any = ()) -> Written:
        if creations:
            raise WorldUnwritable("memory:", "it is gone")
        return super().append(appends, creations)


async def test_starters_are_told_when_the_world_is_gone() -> None:
    engine = Engine(Refusing(), registry_of([]), VirtualClock())
    told: list[str] = []

    async def start() -> None:
        try:
            await Host(engine).start(answering)
        except VMError as error:
            told.append(error.what)

    async with trio.open_nursery() as nursery:
        await nursery.start(_serve, engine)
        for _ in range(3):
            nursery.start_soon(start)
    assert len(told) == 3
    assert "it is gone" in told[0]


async def _serve(engine: Engine, *, task_status: trio.TaskStatus[None]) -> None:
    with pytest.raises(WorldUnwritable):
        await engine.serve(task_status=task_status)


async def test_birth_that_failed_says_why() -> None:
    async with host() as vm:
        birth: Birth = vm.conceive(PROGRAM)
        birth.fail(WorldUnwritable("memory:", "no"))
        with pytest.raises(WorldUnwritable):
            await birth.wait()
