"""How many attempts are made at once, and how often one begins."""

from __future__ import annotations

from typing import Any

import pytest
import trio

from tests.core.programs import PlainProgram
from tests.host.hosts import host, step_id, worker
from vm import step
from vm.core.combine import Gather, Race
from vm.core.context import Context
from vm.core.events import StepStarted
from vm.host.clock import DEFAULT_START_MS, SystemClock, VirtualClock
from vm.host.options import EngineOptions
from world.memory import MemoryWorld


class Busy:
    """A step that counts how many of it run at once, and lets the others go first."""

    def __init__(self, **options: Any) -> None:
        self.now = self.most = 0
        self.order: list[int] = []

        async def work(number: int = 0) -> int:
            self.now += 1
            self.most = max(self.most, self.now)
            self.order.append(number)
            for _ in range(5):
                await trio.lowlevel.checkpoint()
            self.now -= 1
            return number

        self.work = step(**options)(work) if options else work


def fan_out(function: Any, count: int) -> Any:
    def make(context: Context) -> Any:
        async def main() -> Any:
            calls = [context.call_step(step_id(function), (number,), {}) for number in range(count)]
            return await Gather(context.kernel, tuple(calls))

        return main

    return make


async def until(condition: Any) -> None:
    with trio.fail_after(30):
        while not condition():
            await trio.lowlevel.checkpoint()


@pytest.mark.parametrize("clock", [VirtualClock, SystemClock])
async def test_process_makes_no_more_attempts_at_once_than_it_is_told(clock: Any) -> None:
    busy = Busy()
    async with host(busy.work, clock=clock(), engine_options=EngineOptions(concurrency=3)) as vm:
        assert await vm.run(fan_out(busy.work, 20)) == list(range(20))
    assert busy.most == 3
    assert busy.order == list(range(20))


async def test_limited_steps_share_transactions_with_what_lets_them_in() -> None:
    busy, world = Busy(), MemoryWorld()
    async with host(busy.work, world=world, engine_options=EngineOptions(concurrency=1)) as vm:
        await vm.run(fan_out(busy.work, 10))
        assert world.commits <= 13


@pytest.mark.parametrize("clock", [VirtualClock, SystemClock])
async def test_step_keeps_its_own_concurrency(clock: Any) -> None:
    busy = Busy(concurrency=2)
    async with host(busy.work, clock=clock()) as vm:
        assert await vm.run(fan_out(busy.work, 9)) == list(range(9))
    assert busy.most == 2


async def test_concurrency_of_a_step_holds_over_all_workers_of_a_world() -> None:
    world, busy = MemoryWorld(), Busy(concurrency=3)
    make = fan_out(busy.work, 5)
    async with host(world=world) as other:
        for number in range(6):
            await other.create(PlainProgram(make), run_id=f"r{number}", is_leased=False)
    options = EngineOptions(concurrency=4)
    async with (
        worker(make, busy.work, world=world, engine_options=options),
        worker(make, busy.work, world=world, engine_options=options),
    ):
        await until(lambda: all(run.status == "completed" for run in world.list_runs()))
    assert busy.most == 3
    assert len({lease.owner for run in world.list_runs() for lease in world.list_leases(run.run_id)}) == 2


async def test_rate_of_a_step_is_kept_in_virtual_time() -> None:
    busy, clock = Busy(rate_limit="2/1m"), VirtualClock()
    async with host(busy.work, clock=clock) as vm:
        await vm.run(fan_out(busy.work, 6), run_id="r")
        starts = [event.at_ms for event in vm.events("r") if isinstance(event, StepStarted)]
    assert [(start - DEFAULT_START_MS) // 1000 for start in starts] == [0, 0, 30, 60, 90, 120]


async def test_rate_of_a_step_is_kept_on_the_machines_clock() -> None:
    busy = Busy(rate_limit="2/50ms")
    async with host(busy.work, clock=SystemClock()) as vm:
        await vm.run(fan_out(busy.work, 6), run_id="r")
        starts = [event.at_ms for event in vm.events("r") if isinstance(event, StepStarted)]
    assert all(later - earlier >= 49 for earlier, later in zip(starts, starts[2:], strict=False))


async def test_greater_priority_begins_first_when_attempts_wait() -> None:
    busy = Busy()
    urgent = Busy(priority=5)
    urgent.work.__name__ = "urgent"
    urgent.order = busy.order

    def make(context: Context) -> Any:
        async def main() -> Any:
            calls = [context.call_step(step_id(busy.work), (number,), {}) for number in range(3)]
            calls.append(context.call_step(step_id(urgent.work), (99,), {}))
            return await Gather(context.kernel, tuple(calls))

        return main

    async with host(busy.work, urgent.work, engine_options=EngineOptions(concurrency=1)) as vm:
        await vm.run(make)
    assert busy.order == [99, 0, 1, 2]


async def test_step_that_is_given_up_while_it_waits_is_never_made() -> None:
    gate, made = trio.Event(), []

    async def hold() -> None:
        await gate.wait()

    async def late() -> None:
        made.append("late")

    def holding(context: Context) -> Any:
        async def main() -> None:
            await context.call_step(step_id(hold), (), {})

        return main

    def racing(context: Context) -> Any:
        async def main() -> str:
            await Race(context.kernel, (context.call_step(step_id(late), (), {}), context.call_sleep("1ms")))
            return "gave up"

        return main

    async with host(hold, late, clock=SystemClock(), engine_options=EngineOptions(concurrency=1)) as vm:
        await vm.start(holding, run_id="holding")
        await until(lambda: "step_started" in vm.types("holding"))
        assert await vm.run(racing) == "gave up"
        gate.set()
        await vm.end("holding")
    assert made == []


async def test_attempt_that_is_cancelled_gives_its_slot_back_when_it_has_ended() -> None:
    world, ends = MemoryWorld(), []

    @step(concurrency=1)
    async def slow(number: int) -> int:
        try:
            if number == 0:
                await trio.sleep_forever()
            return number
        finally:
            ends.append(number)

    def make(context: Context) -> Any:
        async def main() -> Any:
            first = context.call_step(step_id(slow), (0,), {})
            await Race(context.kernel, (first, context.call_sleep("10ms")))
            return await context.call_step(step_id(slow), (1,), {})

        return main

    async with host(slow, world=world, clock=SystemClock()) as vm:
        with trio.fail_after(30):
            assert await vm.run(make) == 1
    assert ends == [0, 1]


async def test_slots_of_a_run_that_fails_to_advance_do_not_fill_the_process() -> None:
    busy = Busy()

    def broken(context: Context) -> Any:
        async def main() -> Any:
            await context.call_step(step_id(busy.work), (1,), {})
            raise AssertionError("the engine never feeds this")

        return main

    async with host(busy.work, engine_options=EngineOptions(concurrency=1)) as vm:
        run_id = await vm.start(broken)
        run = vm.engine.find_warm(run_id)
        assert run is not None
        run.settle = _fail  # type: ignore[method-assign]
        await run.ended.wait()
        with trio.fail_after(30):
            assert await vm.run(fan_out(busy.work, 3)) == [0, 1, 2]


def _fail(*_: object) -> None:
    raise KeyError("ours")
