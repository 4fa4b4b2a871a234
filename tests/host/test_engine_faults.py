"""What goes wrong in one run, one step, one observer or the world, and what it does to the others."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Sequence
from typing import Any

import pytest
import trio
import trio.testing

from tests.core.programs import PlainProgram
from tests.host.hosts import Host, host, raise_internal_error, registry_of, steal, step_id
from vm.core.combine import Gather
from vm.core.context import Context
from vm.core.events import StepFailed, StepStarted, decode_event
from vm.core.journal import Entry
from vm.core.lifecycle import RunStatus
from vm.core.program import Body
from vm.core.timeouts import Timeout
from vm.errors import InternalError, RunLeased, WorldBusy, WorldUnwritable
from vm.host.clock import DEFAULT_START_MS, SystemClock, VirtualClock
from vm.host.engine import Engine
from vm.host.options import EngineOptions
from world.memory import MemoryWorld
from world.records import Append, Creation, Lease, Written

QUICK = EngineOptions(grace_ms=1)


def call(context: Context, function: Any, *args: Any) -> Any:
    return context.call_step(step_id(function), args, {})


def calling(function: Any, *args: Any) -> Any:
    def make(context: Context) -> Any:
        async def main() -> Any:
            return await call(context, function, *args)

        return main

    return make


async def one() -> int:
    return 1


async def until(condition: Any) -> None:
    while not condition():
        await trio.lowlevel.checkpoint()


class Busy(MemoryWorld):
    """A world that refuses so many appends."""

    def __init__(self, refusals: int, error: Exception) -> None:
        super().__init__()
        self.refusals = refusals
        self.error = error

    def append(self, appends: Sequence[Append], creations: Sequence[Creation] = ()) -> Written:
        if self.refusals:
            self.refusals -= 1
            raise self.error
        return super().append(appends, creations)


# ---- steps that raise what is no Exception


class Odd(BaseException):
    """Neither an Exception nor anything that Python or trio knows."""


@pytest.mark.parametrize("error", [Odd("odd"), GeneratorExit("odd"), asyncio.CancelledError("odd")])
async def test_async_step_may_raise_anything_and_fails_alone(error: BaseException) -> None:
    async def raises() -> None:
        raise error

    async with host(raises, one, max_retries=0) as vm:
        failed = await vm.run(calling(raises))
        assert "odd" in str(failed)
        assert await vm.run(calling(one)) == 1


@pytest.mark.parametrize("error", [Odd("odd"), KeyboardInterrupt("odd"), SystemExit("odd")])
async def test_plain_step_may_raise_anything_and_fails_alone(error: BaseException) -> None:
    def raises() -> None:
        raise error

    async with host(raises, one, max_retries=0) as vm:
        assert "odd" in str(await vm.run(calling(raises)))
        assert await vm.run(calling(one)) == 1


@pytest.mark.parametrize("error", [Odd("odd"), KeyboardInterrupt("odd"), SystemExit("odd")])
async def test_asyncio_step_may_raise_anything_and_leaves_the_loop_to_the_others(error: BaseException) -> None:
    async def raises() -> None:
        await asyncio.sleep(0)
        raise error

    async def two() -> int:
        await asyncio.sleep(0)
        return 2

    async with host(raises, two, loop="asyncio", max_retries=0) as vm:
        with trio.fail_after(30):
            assert "odd" in str(await vm.run(calling(raises)))
            assert await vm.run(calling(two)) == 2


async def test_asyncio_step_called_with_wrong_arguments_fails_instead_of_hanging() -> None:
    async def takes_none() -> None: ...

    async with host(takes_none, loop="asyncio", max_retries=0) as vm:
        with trio.fail_after(30):
            assert "takes 0 positional arguments" in str(await vm.run(calling(takes_none, 1)))


async def test_ctrl_c_in_an_async_step_ends_the_engine_and_is_raised_as_it_is() -> None:
    world = MemoryWorld()

    async def interrupted() -> None:
        async with trio.open_nursery():
            raise KeyboardInterrupt

    with pytest.RaisesGroup(KeyboardInterrupt):  # the group is that of the test's own nursery
        async with host(interrupted, world=world) as vm:
            await vm.start(calling(interrupted), run_id="r")
            await trio.sleep_forever()
    assert world.get_run("r").status is RunStatus.RUNNING
    assert world.get_run("r").owner is None


@pytest.mark.parametrize("is_stopped", [False, True])
async def test_step_that_fails_while_it_is_cancelled_harms_nobody(is_stopped: bool) -> None:
    begun = trio.Event()

    async def clean_up_badly() -> None:
        async def child() -> None:
            begun.set()
            try:
                await trio.sleep_forever()
            finally:
                raise ValueError("while cleaning up")

        async with trio.open_nursery() as nursery:
            nursery.start_soon(child)
            nursery.start_soon(trio.sleep_forever)

    def make(context: Context) -> Any:
        async def main() -> str:
            if is_stopped:
                await call(context, clean_up_badly)
            try:
                async with Timeout(context, "1s", None):
                    await call(context, clean_up_badly)
            except TimeoutError:
                return "timeout"
            return "no timeout"

        return main

    class Hasty(VirtualClock):
        async def wait(self, due_ms: int | None, news: trio.Event, *, is_idle: bool) -> None:
            if due_ms is not None:
                await begun.wait()
            await super().wait(due_ms, news, is_idle=is_idle or due_ms is not None)

    async with host(clean_up_badly, one, clock=Hasty(), engine_options=QUICK) as vm:
        run_id = await vm.start(make)
        if is_stopped:
            await begun.wait()
        else:
            await vm.end(run_id)
            assert vm.outcome(run_id) == "timeout"
            assert await vm.run(calling(one)) == 1


# ---- runs and observers


async def test_run_that_cannot_be_advanced_is_parked_and_the_others_go_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class BrokenTypes:
        set_type, frozenset_type = set, frozenset

        name_of = staticmethod(raise_internal_error)

        def find(self, name: str) -> type | None:
            return None

    class Broken(PlainProgram):
        def open(self, context: Context) -> Body:
            return Body(super().open(context).function, BrokenTypes())

    world = MemoryWorld()
    async with host(one, world=world) as vm:
        broken = await vm.create(Broken(lambda _: _odd), run_id="broken")
        assert await vm.run(calling(one), run_id="good") == 1
        await vm.engine.flush()
        failure = vm.engine.roster.failures.get(broken)
        assert isinstance(failure, InternalError)
        assert "vm resume broken" in str(failure)
        assert world.get_run("broken").owner is None
        assert [event.type for event in vm.events("broken")] == ["run_created"]
        assert "broken could not be advanced" in caplog.text
        await vm.engine.adopt("broken", PlainProgram(lambda _: _nothing))
        await vm.end("broken")
        assert vm.engine.roster.failures.get(broken) is None


async def _odd() -> object:
    return EngineOptions()


async def _nothing() -> None: ...


async def test_observer_that_raises_is_told_no_more_and_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[int] = []

    def observe(_: str, entries: Sequence[Entry]) -> None:
        seen.append(entries[0].position)
        raise OSError("the pipe is closed")

    async with host(one, observers=[observe]) as vm:
        with caplog.at_level(logging.ERROR):
            assert await vm.run(calling(one)) == 1
    assert seen == [1]
    assert "the pipe is closed" in caplog.text


# ---- the loop


async def test_body_that_sleeps_for_no_time_leaves_the_loop_to_the_others() -> None:
    done = trio.Event()

    async def finish() -> None:
        await trio.lowlevel.checkpoint()
        done.set()

    def make(context: Context) -> Any:
        async def main() -> int:
            turns = 0
            context.kernel.spawn(_await(call(context, finish)))
            while not done.is_set() and turns < 1000:
                await context.call_sleep(0)
                turns += 1
            return turns

        return main

    async with host(finish) as vm:
        assert await vm.run(make) < 1000


async def _await(awaitable: Any) -> Any:
    return await awaitable


async def test_stop_right_after_start_leaves_nothing_half_begun() -> None:
    world, made = MemoryWorld(), []

    async def note() -> None:
        made.append("begun")
        await trio.lowlevel.checkpoint()
        made.append("ended")

    async with host(note, world=world) as vm:
        await vm.start(calling(note), run_id="r")
    assert made in ([], ["begun", "ended"])
    assert world.get_run("r").owner is None
    if made:
        assert vm.types("r")[-1] == "run_completed"


async def test_timeouts_that_were_not_needed_do_not_pile_up_nor_move_a_virtual_clock() -> None:
    clock = VirtualClock()

    def make(context: Context) -> Any:
        async def main() -> None:
            for _ in range(300):
                async with Timeout(context, "30d", None):
                    await call(context, one)

        return main

    async with host(one, clock=clock) as vm:
        await vm.run(make)
        await trio.testing.wait_all_tasks_blocked()
        assert len(vm.engine._arrivals.timers) < 150
        assert clock.now_ms() == DEFAULT_START_MS


async def test_ending_one_run_looks_at_no_attempt_of_another() -> None:
    gate = trio.Event()

    async def wait() -> None:
        await gate.wait()

    async with host(wait, one) as vm:
        await vm.start(calling(wait), run_id="waiting")
        await vm.run(calling(one))
        assert ("waiting", "step_1") in vm.engine._attempts
        gate.set()
        await vm.end("waiting")
        assert not vm.engine._attempts


async def test_cancelled_attempt_on_a_virtual_clock_holds_nobody_back() -> None:
    gate = trio.Event()

    async def never() -> None:
        await trio.sleep_forever()

    async def second() -> int:
        gate.set()
        return 2

    def make(context: Context) -> Any:
        async def main() -> Any:
            stuck = context.kernel.spawn(_await(call(context, never)))
            other = context.kernel.spawn(_await(call(context, second)))
            await call(context, cancel)
            stuck.cancel()
            return await other

        return main

    async def cancel() -> None:
        await gate.wait()

    class Unordered(VirtualClock):
        is_ordered = False

    async with host(never, second, cancel, clock=Unordered()) as vm:
        assert await vm.run(make) == 2
        assert not vm.engine._attempts


# ---- the world


async def test_world_that_is_busy_for_a_moment_is_asked_again() -> None:
    world = Busy(2, WorldBusy("memory:", 1))
    async with host(one, world=world) as vm:
        assert await vm.run(calling(one)) == 1


@pytest.mark.parametrize("error", [WorldBusy("memory:", 1), WorldUnwritable("memory:", "the disk is full")])
async def test_world_that_stays_out_of_reach_ends_the_engine_with_its_own_error(error: Exception) -> None:
    world = Busy(0, error)
    engine = Engine(world, registry_of([one]), VirtualClock(), options=EngineOptions(patience_ms=0))
    await Host(engine).start(calling(one), run_id="r")
    world.refusals = 99
    with pytest.raises(type(error)):
        await engine.serve()
    assert engine.find_warm("r") is None
    assert [event.type for event in Host(engine).events("r")] == ["run_created"]


async def test_leases_of_quiet_runs_are_extended_in_one_commit() -> None:
    groups = []

    class Watched(MemoryWorld):
        def extend_leases(self, held: Sequence[Lease], *, expires_ms: int) -> list[str]:
            groups.append([lease.run_id for lease in held])
            return super().extend_leases(held, expires_ms=expires_ms)

    def make(context: Context) -> Any:
        async def main() -> None:
            await context.call_sleep("1d")

        return main

    async with host(world=Watched(), clock=SystemClock(), engine_options=EngineOptions(lease_ms=30)) as vm:
        for number in range(3):
            await vm.start(make, run_id=f"r{number}")
        await until(lambda: ["r0", "r1", "r2"] in groups)


async def test_run_stolen_while_it_sleeps_is_found_out_by_the_heartbeat() -> None:
    world = MemoryWorld()

    def make(context: Context) -> Any:
        async def main() -> None:
            await context.call_sleep("1d")

        return main

    async with host(world=world, clock=SystemClock(), engine_options=EngineOptions(lease_ms=30)) as vm:
        await vm.start(make, run_id="r")
        await until(lambda: world.list_waits("r"))
        run = vm.engine.find_warm("r")
        assert run is not None
        steal(world, "r")
        await run.ended.wait()
        assert run.is_lost
        assert world.get_run("r").owner == "thief"


async def test_run_whose_last_commit_was_fenced_is_not_taken_for_ended() -> None:
    world, gate = MemoryWorld(), trio.Event()

    async def wait() -> None:
        await gate.wait()

    async with host(wait, world=world) as vm:
        await vm.start(calling(wait), run_id="r")
        await until(lambda: ("r", "step_1") in vm.engine._attempts)
        run = vm.engine.find_warm("r")
        assert run is not None
        steal(world, "r")
        gate.set()
        await run.ended.wait()
        assert run.replay.is_over
        assert not run.is_recorded


async def test_two_engines_of_one_process_do_not_take_each_others_runs() -> None:
    world, made = MemoryWorld(), []

    async def stuck() -> None:
        made.append(1)
        await trio.sleep_forever()

    async with host(stuck, world=world, engine_options=QUICK) as vm:
        await vm.start(calling(stuck), run_id="r")
        await until(lambda: made)
        async with host(stuck, world=world) as other:
            with pytest.raises(RunLeased):
                await other.engine.adopt("r", PlainProgram(calling(stuck)))
    async with host(stuck, world=world, engine_options=QUICK) as third:
        await third.engine.adopt("r", PlainProgram(calling(stuck)))
    assert len(made) <= 2


async def test_engine_that_ended_without_giving_its_lease_up_does_not_strand_its_runs() -> None:
    world = MemoryWorld()
    engine = Engine(world, registry_of([one]), VirtualClock())
    await Host(engine).start(calling(one), run_id="r")
    engine.leases.retire()  # it is gone, the lease is not
    async with host(one, world=world) as vm:
        await vm.engine.adopt("r", PlainProgram(calling(one)))
        await vm.end("r")
        assert vm.outcome("r") == 1


# ---- taking over


def many(count: int) -> Any:
    def make(context: Context) -> Any:
        async def main() -> int:
            for _ in range(count):
                await call(context, one)
            await context.call_sleep("1d")
            return count

        return main

    return make


class Standing(VirtualClock):
    """A clock that never reaches what is due."""

    async def wait(self, due_ms: int | None, news: trio.Event, *, is_idle: bool) -> None:
        await news.wait()


async def parked(world: MemoryWorld, count: int) -> None:
    async with host(one, world=world, clock=Standing()) as vm:
        await vm.start(many(count), run_id="r")
        await until(lambda: world.list_waits("r"))


async def test_run_adopted_twice_at_once_is_taken_over_once() -> None:
    world = MemoryWorld()
    await parked(world, 400)
    async with host(one, world=world, clock=Standing()) as vm:
        async with trio.open_nursery() as nursery:
            for _ in range(3):
                nursery.start_soon(vm.engine.adopt, "r", PlainProgram(many(400)))
        assert vm.engine.find_warm("r") is not None
        assert world.get_run("r").epoch == 2


async def test_taking_over_that_is_cancelled_gives_the_lease_back_and_closes_the_body() -> None:
    world = MemoryWorld()
    await parked(world, 400)
    async with host(one, world=world) as vm, trio.open_nursery() as nursery:
        nursery.start_soon(vm.engine.adopt, "r", PlainProgram(many(400)))
        await until(lambda: world.get_run("r").owner is not None)
        nursery.cancel_scope.cancel()
    assert world.get_run("r").owner is None


async def test_taking_over_that_ends_after_the_stop_leaves_the_run_parked() -> None:
    world = MemoryWorld()
    await parked(world, 400)
    async with trio.open_nursery() as nursery:
        async with host(one, world=world) as vm:
            nursery.start_soon(vm.engine.adopt, "r", PlainProgram(many(400)))
            await until(lambda: world.get_run("r").owner is not None)
            vm.engine.stop()
    assert vm.engine.find_warm("r") is None
    assert world.get_run("r").owner is None
    await vm.engine.adopt("r", PlainProgram(many(400)))
    assert vm.engine.find_warm("r") is None


async def test_engine_that_stopped_stores_a_run_for_somebody_else() -> None:
    world = MemoryWorld()
    async with host(one, world=world) as vm:
        pass
    await vm.start(calling(one), run_id="r")
    assert world.get_run("r").owner is None
    async with host(one, world=world) as other:
        await other.engine.adopt("r", PlainProgram(calling(one)))
        await other.end("r")
        assert other.outcome("r") == 1


async def test_lost_attempts_that_one_failure_makes_the_body_give_up_are_cancelled() -> None:
    world = MemoryWorld()

    async def stuck() -> None:
        await trio.sleep_forever()

    def make(context: Context) -> Any:
        async def main() -> None:
            await Gather(context.kernel, tuple(call(context, stuck) for _ in range(3)))

        return main

    async with host(stuck, world=world, max_retries=0, engine_options=QUICK) as vm:
        await vm.start(make, run_id="r")
        await until(lambda: [e.type for e in vm.events("r")].count("step_started") == 3)
    async with host(stuck, world=world, max_retries=0) as vm:
        await vm.engine.adopt("r", PlainProgram(make))
        await vm.end("r")
        events = vm.events("r")
        assert events[-1].type == "run_failed"
        assert len([event for event in events if isinstance(event, StepFailed)]) == 1
        assert len([event for event in events if isinstance(event, StepStarted)]) == 3


async def test_lease_is_given_back_when_the_last_commit_failed() -> None:
    world = Busy(0, WorldUnwritable("memory:", "the disk was gone"))
    engine = Engine(world, registry_of([one]), VirtualClock())
    await Host(engine).start(calling(one), run_id="r")
    world.refusals = 1
    with pytest.raises(WorldUnwritable):
        await engine.serve()
    assert world.get_run("r").owner is None


@pytest.mark.parametrize("is_first_turn", [True, False])
def test_ctrl_c_while_a_body_computes_reaches_the_program_and_not_the_run(is_first_turn: bool) -> None:
    world = MemoryWorld()

    def make(context: Context) -> Any:
        async def main() -> None:
            if not is_first_turn:
                await call(context, one)
            if not interrupted:
                interrupted.append(True)
                signal.raise_signal(signal.SIGINT)
            await call(context, one)

        return main

    interrupted: list[bool] = []

    async def main() -> None:
        async with host(one, world=world) as vm:
            await vm.start(make, run_id="r")
            await trio.sleep_forever()

    with pytest.RaisesGroup(KeyboardInterrupt):  # the group is that of the test's own nursery
        trio.run(main)
    assert interrupted
    assert "run_failed" not in [decode_event(row.body).type for row in world.read_journal("r")]
