"""Runs driven for real: trio, threads, an asyncio loop, a world; on a virtual clock."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
import trio

from tests.core.programs import PlainProgram
from tests.host.hosts import host, steal, step_id
from vm.core.combine import Gather, Race
from vm.core.context import Context
from vm.core.events import StepCompleted, StepFailed, StepRetrying, StepStarted, WaitCompleted
from vm.core.lifecycle import RunStatus
from vm.core.verify import verify
from vm.errors import FatalError, NotSerializable, RemoteError, RetryableError, RunExists, RunLeased, StepTimeout
from vm.errors import StepFailed as StepFailedError
from vm.host.clock import DEFAULT_START_MS, SystemClock, VirtualClock
from vm.host.metadata import get_step_metadata
from vm.host.options import EngineOptions
from world.memory import MemoryWorld


async def add(a: int, b: int) -> int:
    await trio.lowlevel.checkpoint()
    return a + b


def name_thread() -> str:
    return threading.current_thread().name


def call(context: Context, function: Any, *args: Any, **kwargs: Any) -> Any:
    return context.call_step(step_id(function), args, kwargs)


def calling(function: Any, *args: Any) -> Any:
    """Return a workflow that awaits one step and returns its result."""

    def make(context: Context) -> Any:
        async def main() -> Any:
            return await call(context, function, *args)

        return main

    return make


async def test_run_goes_from_input_to_result() -> None:
    def make(context: Context) -> Any:
        async def main(n: int) -> int:
            total = 0
            for _ in range(n):
                total = await call(context, add, total, 2)
            return total

        return main

    async with host(add) as vm:
        assert await vm.run(make, 3, run_id="r") == 6
        assert vm.types("r") == [
            "run_created",
            "run_started",
            *["step_created", "step_started", "step_completed"] * 3,
            "run_completed",
        ]
        record = vm.engine.world.get_run("r")
        assert record.status is RunStatus.COMPLETED
        assert record.owner is None


async def test_every_committed_entry_is_shown_once_and_in_order() -> None:
    async with host(add) as vm:
        await vm.run(calling(add, 1, 2), run_id="r")
        assert [entry.position for _, entry in vm.seen] == [1, 2, 3, 4, 5, 6]


async def test_plain_step_runs_in_a_thread_of_its_own() -> None:
    async with host(name_thread) as vm:
        assert await vm.run(calling(name_thread)) != threading.current_thread().name


async def test_asyncio_step_runs_on_an_asyncio_loop() -> None:
    async def on_asyncio() -> list[str]:
        await asyncio.sleep(0)
        return [threading.current_thread().name, get_step_metadata().step_id]

    async with host(on_asyncio, loop="asyncio") as vm:
        assert await vm.run(calling(on_asyncio), run_id="r") == ["vm-asyncio", "r/step_1"]


async def test_asyncio_step_that_fails_hands_its_error_over() -> None:
    async def on_asyncio() -> None:
        raise FatalError("from asyncio")

    async with host(on_asyncio, loop="asyncio") as vm:
        error = await vm.run(calling(on_asyncio))
        assert "FatalError: from asyncio" in str(error)


async def test_asyncio_step_that_cancels_itself_fails() -> None:
    async def on_asyncio() -> None:
        raise asyncio.CancelledError

    async with host(on_asyncio, loop="asyncio", max_retries=0) as vm:
        assert "was cancelled" in str(await vm.run(calling(on_asyncio)))


async def test_asyncio_step_is_cancelled_by_its_timeout() -> None:
    seen: list[str] = []

    async def on_asyncio() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            seen.append("cancelled")

    async with host(on_asyncio, loop="asyncio", timeout="20ms", max_retries=0) as vm:
        assert "StepTimeout" in str(await vm.run(calling(on_asyncio)))
    assert seen == ["cancelled"]


async def test_step_knows_who_it_is_in_async_code_and_in_threads() -> None:
    async def in_trio() -> list[Any]:
        me = get_step_metadata()
        return [me.step_id, me.run_id, me.attempt, me.step]

    def in_thread() -> list[Any]:
        me = get_step_metadata()
        return [me.step_id, me.run_id, me.attempt, me.step]

    async with host(in_trio, in_thread) as vm:
        assert await vm.run(calling(in_trio), run_id="a") == ["a/step_1", "a", 1, step_id(in_trio)]
        assert await vm.run(calling(in_thread), run_id="b") == ["b/step_1", "b", 1, step_id(in_thread)]


async def test_step_is_retried_with_back_off_until_it_succeeds() -> None:
    attempts = []

    async def flaky() -> int:
        attempts.append(get_step_metadata().attempt)
        if len(attempts) < 3:
            raise ValueError(f"try {len(attempts)}")
        return len(attempts)

    async with host(flaky) as vm:
        assert await vm.run(calling(flaky), run_id="r") == 3
        retries = [event for event in vm.events("r") if isinstance(event, StepRetrying)]
        starts = [event for event in vm.events("r") if isinstance(event, StepStarted)]
    assert attempts == [1, 2, 3]
    assert [event.attempt for event in retries] == [1, 2]
    assert [start.at_ms for start in starts[1:]] == [retry.retry_at_ms for retry in retries]


async def test_max_retries_three_is_four_attempts() -> None:
    attempts = []

    async def broken() -> None:
        attempts.append(1)
        raise ValueError("always")

    async with host(broken) as vm:
        error = await vm.run(calling(broken))
    assert len(attempts) == 4
    assert isinstance(error, StepFailedError)
    assert "failed after 4 attempts: ValueError: always" in str(error)
    assert isinstance(error.__cause__, ValueError)


async def test_fatal_error_ends_the_step_at_once() -> None:
    attempts = []

    async def fatal() -> None:
        attempts.append(1)
        raise FatalError("no use")

    async with host(fatal) as vm:
        await vm.run(calling(fatal))
    assert attempts == [1]


async def test_retry_after_moves_the_time_of_the_next_attempt() -> None:
    async def later() -> int:
        if get_step_metadata().attempt == 1:
            raise RetryableError("busy", retry_after="5m")
        return 1

    async with host(later) as vm:
        await vm.run(calling(later), run_id="r")
        (start, again) = [event for event in vm.events("r") if isinstance(event, StepStarted)]
    assert again.at_ms - start.at_ms == 300_000


async def test_attempt_that_takes_too_long_is_cancelled_and_counts() -> None:
    cancelled = []

    async def slow() -> None:
        try:
            await trio.sleep_forever()
        except trio.Cancelled:
            cancelled.append(1)
            raise

    async with host(slow, timeout="10ms", max_retries=1) as vm:
        error = await vm.run(calling(slow))
    assert cancelled == [1, 1]
    assert isinstance(error.__cause__, StepTimeout)


async def test_result_that_cannot_be_stored_fails_at_once_naming_its_path() -> None:
    attempts = []

    async def bad() -> Any:
        attempts.append(1)
        return {"socket": threading.Lock()}

    async with host(bad) as vm:
        error = await vm.run(calling(bad))
    assert attempts == [1]
    assert isinstance(error.__cause__, NotSerializable | RemoteError)
    assert 'result["socket"]' in str(error)


async def test_unknown_step_fails_that_step_and_names_those_known() -> None:
    def missing() -> None: ...

    async with host(add) as vm:
        error = await vm.run(calling(missing), run_id="r")
        failure = vm.events("r")[-2]
    assert isinstance(failure, StepFailed)
    assert failure.attempts == 0
    assert "no step is called 'step//test.py//missing'" in str(error)
    assert "step//test.py//add" in str(error.__cause__)


async def test_failing_step_leaves_its_trace_beside_the_chain() -> None:
    async def broken() -> None:
        raise FatalError("here")

    world = MemoryWorld()
    async with host(broken, world=world) as vm:
        await vm.run(calling(broken), run_id="r")
    notes = [row.notes for row in world.read_journal("r") if row.notes]
    assert any("broken" in note and __file__.rsplit("/", 1)[-1] in note for note in notes)


async def test_system_exit_in_a_step_fails_the_step_and_nothing_else() -> None:
    async def leave() -> None:
        raise SystemExit(3)

    async with host(leave, add, max_retries=0) as vm:
        assert "SystemExit" in str(await vm.run(calling(leave)))
        assert await vm.run(calling(add, 1, 1)) == 2


async def test_sleeps_of_a_month_take_a_moment_on_a_virtual_clock() -> None:
    def make(context: Context) -> Any:
        async def main() -> int:
            for _ in range(30):
                await context.call_sleep("1d")
            return context.now_ms

        return main

    async with host() as vm:
        assert await vm.run(make) == DEFAULT_START_MS + 30 * 86_400_000


async def test_sleep_of_a_millisecond_takes_about_that_on_the_real_clock() -> None:
    def make(context: Context) -> Any:
        async def main() -> None:
            await context.call_sleep("1ms")

        return main

    async with host(clock=SystemClock()) as vm:
        await vm.run(make, run_id="r")
        (woken,) = [event for event in vm.events("r") if isinstance(event, WaitCompleted)]
        assert woken.at_ms >= vm.events("r")[2].until_ms  # type: ignore[attr-defined]


async def test_the_losing_step_of_a_race_is_cancelled_for_real() -> None:
    ended = trio.Event()

    async def slow() -> None:
        try:
            await trio.sleep_forever()
        finally:
            ended.set()

    def make(context: Context) -> Any:
        async def main() -> Any:
            return await Race(context.kernel, (call(context, add, 1, 2), call(context, slow)))

        return main

    async with host(add, slow) as vm:
        assert await vm.run(make, run_id="r") == 3
        await ended.wait()
        assert "step_cancelled" in vm.types("r")


async def test_late_result_of_a_cancelled_thread_is_discarded() -> None:
    release = threading.Event()

    def stuck() -> str:
        release.wait(10)
        return "late"

    def make(context: Context) -> Any:
        async def main() -> Any:
            first = await Race(context.kernel, (call(context, add, 1, 2), call(context, stuck)))
            await call(context, add, 0, 0)
            return first

        return main

    async with host(add, stuck) as vm:
        assert await vm.run(make, run_id="r") == 3
        release.set()
        assert vm.types("r").count("step_completed") == 2


async def test_fan_out_shares_commits() -> None:
    def make(context: Context) -> Any:
        async def main() -> int:
            results = await Gather(context.kernel, tuple(call(context, add, i, 1) for i in range(100)))
            return sum(results)

        return main

    async with host(add) as vm:
        assert await vm.run(make, run_id="r") == 5050


async def test_two_runs_on_a_virtual_clock_have_the_same_journal_hash() -> None:
    async def jitter(n: int) -> int:
        for _ in range((7 * n) % 5):
            await trio.lowlevel.checkpoint()
        return n

    def make(context: Context) -> Any:
        async def child(n: int) -> Any:
            first = await call(context, jitter, n)
            await context.call_sleep(1 + n % 3)
            return await call(context, jitter, first + context.random.randrange(100))

        async def main() -> Any:
            return await Gather(context.kernel, tuple(child(n) for n in range(12)))

        return main

    hashes = set()
    for _ in range(5):
        async with host(jitter) as vm:
            await vm.run(make, run_id="same", seed="seed")
            hashes.add(vm.engine.world.get_run("same").head_hash)
    assert len(hashes) == 1


@pytest.mark.parametrize("is_late", [False, True])
async def test_what_is_due_at_a_virtual_moment_comes_before_the_attempts_in_flight(is_late: bool) -> None:
    has_woken = threading.Event()

    def work() -> str:
        return "done" if not is_late or has_woken.wait(10) else "never woken"

    def make(context: Context) -> Any:
        async def nap() -> str:
            for _ in range(3):
                await context.call_sleep(0)
            has_woken.set()
            return "woken"

        async def main() -> Any:
            return await Gather(context.kernel, (call(context, work), nap()))

        return main

    async with host(work) as vm:
        assert await vm.run(make, run_id="r") == ["done", "woken"]
        ends = [event for event in vm.events("r") if isinstance(event, WaitCompleted | StepCompleted)]
    assert [type(event) for event in ends] == [WaitCompleted] * 3 + [StepCompleted]


async def test_starting_an_id_twice_gives_the_first_run() -> None:
    async with host(add) as vm:
        make = calling(add, 1, 2)
        assert await vm.run(make, run_id="r") == 3
        count = len(vm.events("r"))
        assert await vm.start(make, run_id="r") == "r"
        assert len(vm.events("r")) == count
        with pytest.raises(RunExists):
            await vm.start(make, "another input", run_id="r")


async def test_parked_run_is_left_for_somebody_else() -> None:
    world = MemoryWorld()
    make = calling(add, 1, 2)
    async with host(add, world=world) as vm:
        await vm.start(make, run_id="r", is_leased=False)
        assert vm.engine.find_warm("r") is None
        assert world.get_run("r").status is RunStatus.PENDING
    async with host(add, world=world) as vm:
        await vm.engine.adopt("r", PlainProgram(make))
        await vm.end("r")
        assert vm.outcome("r") == 3


async def test_stopped_run_goes_on_where_it_stood() -> None:
    world, made = MemoryWorld(), []

    async def count(n: int) -> int:
        made.append(n)
        return n

    def make(context: Context) -> Any:
        async def main() -> list[Any]:
            first = await call(context, count, 1)
            await context.call_sleep("1d")
            return [first, await call(context, count, 2)]

        return main

    class Standing(VirtualClock):
        async def wait(self, due_ms: int | None, news: trio.Event, *, is_idle: bool) -> None:
            await news.wait()  # a clock that never reaches the sleep's end

    async with host(count, world=world, clock=Standing()) as vm:
        await vm.start(make, run_id="r")
        while vm.types("r")[-1] != "wait_created":
            await trio.lowlevel.checkpoint()
    assert world.get_run("r").owner is None
    async with host(count, world=world) as vm:
        await vm.engine.adopt("r", PlainProgram(make))
        await vm.end("r")
        assert vm.outcome("r") == [1, 2]
        rows = [(row.position, row.body, row.hash) for row in world.read_journal("r")]
    assert made == [1, 2]
    verify(PlainProgram(make), "r", rows)


async def test_attempt_lost_with_its_worker_is_made_again_and_counts() -> None:
    world, attempts = MemoryWorld(), []

    async def once_stuck() -> int:
        attempts.append(get_step_metadata().attempt)
        if len(attempts) == 1:
            await trio.sleep_forever()
        return attempts[-1]

    make = calling(once_stuck)
    async with host(once_stuck, world=world, engine_options=EngineOptions(grace_ms=1)) as vm:
        await vm.start(make, run_id="r")
        while not attempts:
            await trio.lowlevel.checkpoint()
    async with host(once_stuck, world=world) as vm:
        await vm.engine.adopt("r", PlainProgram(make))
        await vm.end("r")
        assert vm.outcome("r") == 2
        (retry,) = [event for event in vm.events("r") if isinstance(event, StepRetrying)]
        assert "AttemptLost" in retry.error


async def test_steps_are_not_started_any_more_while_stopping() -> None:
    world, gate, made = MemoryWorld(), trio.Event(), []

    async def first() -> None:
        await gate.wait()

    async def second() -> None:
        made.append("second")

    def make(context: Context) -> Any:
        async def main() -> None:
            await call(context, first)
            await call(context, second)

        return main

    async with host(first, second, world=world) as vm:
        await vm.start(make, run_id="r")
        while ("r", "step_1") not in vm.engine._attempts:
            await trio.lowlevel.checkpoint()
        vm.engine.stop()
        gate.set()
    assert made == []
    assert vm.types("r")[-2:] == ["step_completed", "step_created"]


async def test_second_worker_cannot_take_a_run_that_is_held() -> None:
    world = MemoryWorld()

    async def stuck() -> None:
        await trio.sleep_forever()

    make = calling(stuck)
    async with host(stuck, world=world, engine_options=EngineOptions(grace_ms=1)) as vm:
        await vm.start(make, run_id="r")
        async with host(stuck, world=world) as other:
            with pytest.raises(RunLeased):
                await other.engine.adopt("r", PlainProgram(make))


async def test_fenced_worker_drops_the_run_and_writes_nothing_more() -> None:
    world = MemoryWorld()
    gate = trio.Event()

    async def wait() -> int:
        await gate.wait()
        return 1

    async with host(wait, world=world) as vm:
        await vm.start(calling(wait), run_id="r")
        while ("r", "step_1") not in vm.engine._attempts:
            await trio.lowlevel.checkpoint()
        run = vm.engine.find_warm("r")
        assert run is not None
        steal(world, "r")
        count = len(vm.events("r"))
        gate.set()
        await run.ended.wait()
        assert run.is_lost
        assert len(vm.events("r")) == count
        assert world.get_run("r").owner == "thief"
