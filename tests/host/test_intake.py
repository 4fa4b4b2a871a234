"""Workers take up what is due, whoever stored it, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
import trio

from tests.core.programs import PlainProgram
from tests.host.hosts import Host, host, registry_of, step_id, worker
from vm.core.context import Context
from vm.core.lifecycle import RunStatus
from vm.errors import InternalError, JournalCorrupt, JournalTooNew, StepsNotImportable, WorldBusy, WorldUnwritable
from vm.host.clock import SystemClock, wall_ms
from vm.host.engine import Engine
from vm.host.intake import Intake
from vm.host.options import EngineOptions
from world.memory import MemoryWorld
from world.records import RunRecord

OTHER = "workflow//test.py//other"


def call(context: Context, function: Any, *args: Any) -> Any:
    return context.call_step(step_id(function), args, {})


async def one() -> int:
    return 1


def calling_one(context: Context) -> Any:
    async def main() -> Any:
        return await call(context, one)

    return main


def sleeping(duration: str) -> Any:
    def make(context: Context) -> Any:
        async def main() -> str:
            await context.call_sleep(duration)
            return "rested"

        return main

    return make


async def until(condition: Any) -> None:
    with trio.fail_after(30):
        while not condition():
            await trio.lowlevel.checkpoint()


def is_over(world: MemoryWorld, run_id: str = "r") -> bool:
    return world.get_run(run_id).status is RunStatus.COMPLETED


async def store(world: MemoryWorld, make: Any = calling_one, run_id: str = "r", **options: Any) -> None:
    """Store a run as a process does that drives none."""
    async with host(world=world) as vm:
        await vm.create(PlainProgram(make), run_id=run_id, is_leased=False, **options)


async def test_run_that_is_stored_meanwhile_is_taken_up() -> None:
    world = MemoryWorld()
    async with worker(calling_one, one, world=world) as vm:
        await vm.engine.intake.is_ready.wait()  # type: ignore[union-attr]
        await store(world)
        await until(lambda: is_over(world))
    assert world.list_messages() == []


async def test_what_was_due_at_the_start_is_looked_at_before_the_intake_is_ready() -> None:
    world = MemoryWorld()
    for number in range(10):
        await store(world, run_id=f"r{number}")
    async with worker(calling_one, one, world=world) as vm:
        await vm.engine.intake.is_ready.wait()  # type: ignore[union-attr]
        assert all(world.get_run(f"r{number}").epoch == 1 for number in range(10))


async def test_run_that_is_not_due_yet_is_left_where_it_is_until_it_is() -> None:
    world = MemoryWorld()
    await store(world, after_ms=wall_ms() + 100, run_id="later")
    await store(world, after_ms=wall_ms() + 10**9, run_id="in-days")
    async with worker(calling_one, one, world=world) as vm:
        await vm.engine.intake.is_ready.wait()  # type: ignore[union-attr]
        assert world.get_run("later").status is RunStatus.PENDING
        await until(lambda: is_over(world, "later"))
        assert world.get_run("in-days").epoch == 0


async def test_runs_of_other_workflows_are_left_to_others() -> None:
    world = MemoryWorld()
    await store(world, run_id="mine")
    await store(world, run_id="theirs", workflow=OTHER)
    async with worker(calling_one, one, world=world, workflows=["workflow//test.py//main"]) as vm:
        await vm.engine.intake.is_ready.wait()  # type: ignore[union-attr]
        await until(lambda: is_over(world, "mine"))
    assert world.get_run("theirs").epoch == 0


async def test_the_most_urgent_run_is_begun_first() -> None:
    world, began = MemoryWorld(), []

    async def note(name: str) -> None:
        began.append(name)

    def make(context: Context) -> Any:
        async def main() -> None:
            await call(context, note, context.run_id)

        return main

    for name, priority in (("low", -1), ("a", 0), ("b", 0), ("high", 5)):
        await store(world, make, name, priority=priority)
    async with worker(make, note, world=world, engine_options=EngineOptions(concurrency=1)):
        await until(lambda: len(began) == 4)
    assert began == ["high", "a", "b", "low"]


async def test_no_more_runs_are_claimed_than_there_is_room_for() -> None:
    world, gate = MemoryWorld(), trio.Event()

    async def wait() -> None:
        await gate.wait()

    def make(context: Context) -> Any:
        async def main() -> None:
            await call(context, wait)

        return main

    for number in range(6):
        await store(world, make, f"r{number}")
    async with worker(make, wait, world=world, engine_options=EngineOptions(concurrency=2)) as vm:
        await vm.engine.intake.is_ready.wait()  # type: ignore[union-attr]
        assert sum(run.owner is not None for run in world.list_runs()) == 2
        gate.set()
        await until(lambda: all(is_over(world, f"r{number}") for number in range(6)))


async def test_run_of_a_dead_worker_is_taken_up_at_once() -> None:
    world = MemoryWorld()
    dead = Host(make_engine(world))
    await dead.start(sleeping("1ms"), run_id="r")
    dead.engine.leases.retire()  # it is gone; its lease has half a minute to go
    async with worker(sleeping("1ms"), world=world):
        await until(lambda: is_over(world))
    assert world.get_run("r").epoch == 2


def make_engine(world: Any) -> Engine:
    return Engine(world, registry_of([one]), SystemClock())


# ---- what cannot be taken up


class Refusing:
    """Prepares runs as long as it is not told to refuse them."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.asked = 0

    def __call__(self, record: RunRecord) -> PlainProgram:
        self.asked += 1
        if self.errors:
            raise self.errors.pop(0)
        return PlainProgram(calling_one)


@pytest.mark.parametrize(
    "error", [StepsNotImportable("test.py", ImportError("gone")), JournalCorrupt("r", 1, "it is damaged")]
)
async def test_run_that_cannot_be_taken_up_is_buried_until_somebody_revives_it(error: Exception) -> None:
    world, prepare = MemoryWorld(), Refusing(error)
    await store(world)
    async with host(one, world=world, clock=SystemClock(), prepare=prepare) as vm:
        await until(lambda: world.list_buried())
        (buried,) = world.list_buried()
        assert buried.reason == error.what  # type: ignore[attr-defined]
        assert vm.engine.roster.failures["r"] is error
        assert world.revive_run("r", now_ms=wall_ms())
        await until(lambda: is_over(world))
        assert vm.engine.roster.failures == {}
    assert prepare.asked == 2


async def test_run_that_meets_a_bug_of_ours_is_tried_again_later() -> None:
    world, prepare = MemoryWorld(), Refusing(KeyError("ours"))
    await store(world)
    async with host(one, world=world, clock=SystemClock(), prepare=prepare) as vm:
        await until(lambda: vm.engine.roster.failures)
        assert isinstance(vm.engine.roster.failures["r"], InternalError)
        await until(lambda: is_over(world))
    assert world.get_run("r").epoch == 2


async def test_run_of_a_newer_journal_is_left_to_a_newer_worker() -> None:
    world, prepare = MemoryWorld(), Refusing(JournalTooNew("r", 9, 1))
    await store(world)
    async with host(one, world=world, clock=SystemClock(), prepare=prepare) as vm:
        await until(lambda: vm.engine.roster.failures)
        await vm.engine.flush()
        assert (world.get_run("r").lease_expires_ms or 0) > wall_ms() + 40_000
        assert world.list_buried() == []


async def test_world_that_is_busy_for_a_moment_costs_the_run_nothing() -> None:
    world, prepare = MemoryWorld(), Refusing(WorldBusy("memory:", 1))
    await store(world)
    async with host(one, world=world, clock=SystemClock(), prepare=prepare) as vm:
        await until(lambda: prepare.asked)
        vm.engine.intake.ring()  # type: ignore[union-attr]
        await until(lambda: is_over(world))
    assert world.list_buried() == []


async def test_world_that_is_gone_ends_the_worker_with_its_own_error() -> None:
    world = MemoryWorld()
    await store(world)
    engine = make_engine(world)
    engine.intake = Intake(engine, Refusing(WorldUnwritable("memory:", "it is gone")))
    with pytest.raises(WorldUnwritable):
        await engine.serve()
    assert world.get_run("r").owner is None
    assert world.list_buried() == []


# ---- poison


async def test_run_that_was_taken_up_in_vain_too_often_is_buried() -> None:
    world = MemoryWorld()
    await store(world)
    for number in range(5):  # workers that took it up and died
        world.claim_run("r", owner=f"dead{number}", now_ms=wall_ms(), expires_ms=wall_ms())
    async with worker(calling_one, one, world=world):
        await until(lambda: world.list_buried())
    (buried,) = world.list_buried()
    assert "5 times in a row" in buried.reason
    assert buried.deliveries == 6
    assert world.get_run("r").head == 1


class Dying:
    """A world as a process that may be killed sees it: from then on nothing it does arrives."""

    def __init__(self, world: MemoryWorld) -> None:
        self._world = world
        self.is_dead = False

    def __getattr__(self, name: str) -> Any:
        if self.is_dead:
            raise WorldUnwritable("memory:", "there is nobody any more")
        return getattr(self._world, name)


async def test_innocent_runs_that_were_claimed_with_a_killer_are_not_buried_with_it() -> None:
    world, brought = MemoryWorld(), set()
    for number in range(40):
        await store(world, run_id=f"r{number}")

    class Killed(BaseException):
        pass

    def prepare(record: RunRecord) -> PlainProgram:
        if record.run_id == "r20":
            dying.is_dead = True
            raise Killed
        brought.add(record.run_id)
        return PlainProgram(calling_one)

    for _ in range(5):  # each of these dies of it
        dying = Dying(world)
        engine = make_engine(dying)
        engine.intake = Intake(engine, prepare)
        engine.intake._batch = 64  # as one that has been working for a while
        with pytest.raises(BaseExceptionGroup):
            await engine.serve()
    assert world.get_run("r20").deliveries == 5
    async with host(one, world=world, clock=SystemClock(), prepare=prepare):
        await until(lambda: sum(run.status is RunStatus.COMPLETED for run in world.list_runs()) == 39)
    assert [buried.run_id for buried in world.list_buried()] == ["r20"]
