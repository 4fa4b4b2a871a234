"""The faces where the real libraries have no say: in the journal, with steps, with one another, in the sandbox."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest

from stdlib_shims.face import Face
from tests.core.programs import T0, finish_step, started
from tests.sandbox.faces.twins import drive
from vm.core.codec import encode
from vm.core.commands import CancelStep, CancelWait, Command, CompleteRun, RunStep, StartWait
from vm.core.context import Context
from vm.core.events import WaitCompleted
from vm.core.replay import Replay
from vm.core.timeouts import Timeout
from vm.sandbox.faces import FACES

Body = Callable[[Context, Face, Face], Any]


def begin(body: Body) -> tuple[Replay, list[Command]]:
    """Start a run whose body gets its context, asyncio and trio."""

    def make(context: Context) -> Any:
        asyncio, trio = FACES["asyncio"](context), FACES["trio"](context)
        return lambda: body(context, asyncio, trio)

    return started(make)


def step(context: Context, name: str) -> Any:
    return context.call_step(f"step//test.py//{name}", (), {})


def end_wait(replay: Replay, correlation_id: str, at_ms: int) -> list[Command]:
    return replay.feed(WaitCompleted(at_ms=at_ms, correlation_id=correlation_id))


def output_of(commands: list[Command]) -> str:
    assert isinstance(commands[-1], CompleteRun), commands
    return commands[-1].output


def kinds(commands: list[Command]) -> list[str]:
    return [type(command).__name__ for command in commands]


def test_sleep_is_a_wait_in_the_journal_until_its_time() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> list[float]:
        await asyncio.sleep(1.5)
        await trio.sleep("2m")
        await asyncio.sleep("1h")
        return [trio.current_time(), asyncio.get_running_loop().time()]

    replay, commands = begin(body)
    assert [command.until_ms for command in commands if isinstance(command, StartWait)] == [T0 + 1500]
    (command,) = end_wait(replay, "wait_1", T0 + 1500)
    assert isinstance(command, StartWait)
    assert command.until_ms == T0 + 121_500
    end_wait(replay, "wait_2", T0 + 121_500)
    assert output_of(end_wait(replay, "wait_3", T0 + 3_721_500)) == "[3721.5,3721.5]"


def test_wait_names_the_place_in_the_authors_source() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(1))
            group.create_task(asyncio.wait_for(step(context, "a"), 1))
            group.create_task(trio.sleep(1))
            with trio.move_on_after(1):
                await asyncio.wait([group.create_task(asyncio.sleep(1))], timeout=1)

    _, commands = begin(body)
    origins = [command.origin for command in commands if isinstance(command, StartWait)]
    assert len(origins) == 6
    assert {origin.code.co_name for origin in origins if origin is not None} == {"body"}


@pytest.mark.parametrize("way", ["asyncio.timeout", "asyncio.wait_for", "move_on_after", "fail_after", "vm.timeout"])
def test_time_limit_cancels_the_step_it_ran_out_on(way: str) -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> str:
        try:
            if way == "asyncio.timeout":
                async with asyncio.timeout(5):
                    await step(context, "slow")
            elif way == "asyncio.wait_for":
                await asyncio.wait_for(step(context, "slow"), 5)
            elif way == "vm.timeout":
                async with Timeout(context, 5, None):
                    await step(context, "slow")
            else:
                with getattr(trio, way)(5):
                    await step(context, "slow")
        except (TimeoutError, trio.TooSlowError):
            return "too slow"
        return "moved on"

    replay, commands = begin(body)
    assert sorted(kinds(commands)) == ["RunStep", "StartWait"]
    wait = next(command.correlation_id for command in commands if isinstance(command, StartWait))
    commands = end_wait(replay, wait, T0 + 5000)
    assert kinds(commands) == ["CancelStep", "CompleteRun"]
    assert output_of(commands) == ('"moved on"' if way == "move_on_after" else '"too slow"')


@pytest.mark.parametrize("way", ["asyncio.timeout", "move_on_after"])
def test_time_limit_that_is_not_reached_is_taken_out_of_the_journal(way: str) -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> Any:
        if way == "asyncio.timeout":
            async with asyncio.timeout(5):
                return await step(context, "quick")
        with trio.move_on_after(5):
            return await step(context, "quick")

    replay, _ = begin(body)
    commands = finish_step(replay, "step_2", 7)
    assert [type(command) for command in commands] == [CancelWait, CompleteRun]
    assert output_of(commands) == "7"


def test_steps_are_taken_where_asyncio_takes_coroutines() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> Any:
        task = asyncio.create_task(step(context, "a"), name="a")
        done, _ = await asyncio.wait([step(context, "b")])
        async with asyncio.TaskGroup() as group:
            inner = group.create_task(step(context, "c"))
        results = [
            await asyncio.shield(step(context, "d")),
            *[await one for one in asyncio.as_completed([step(context, "e")])],
        ]
        return [await task, [future.result() for future in done], inner.result(), task.get_name(), results]

    replay, commands = begin(body)
    seen = 0
    while not replay.is_over:
        seen += 1
        operation = replay.open_steps()[0]
        commands = finish_step(replay, operation.correlation_id, operation.step.rsplit("//", 1)[-1])
    assert seen == 5
    assert output_of(commands) == '["a",["b"],"c","a",["d","e"]]'


def test_steps_are_taken_where_trio_takes_coroutine_functions() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(step, context, "a", name="worker")
            nursery.start_soon(trio.sleep, 1)

    replay, commands = begin(body)
    assert [type(command) for command in commands] == [RunStep, StartWait]
    finish_step(replay, "step_1")
    assert output_of(end_wait(replay, "wait_2", T0 + 1000)) == "null"


def test_as_completed_gives_the_futures_themselves_to_async_for() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> list[Any]:
        tasks = [asyncio.create_task(asyncio.sleep(n), name=f"t{n}") for n in (3, 1, 2)]
        return [task.get_name() async for task in asyncio.as_completed(tasks)]

    trace, _ = drive_both(body)
    assert trace == '["t1","t2","t3"]'


def test_future_fails_with_an_error_in_place_of_what_would_end_a_coroutine() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> bool:
        future = asyncio.Future()
        future.set_exception(StopIteration())
        with pytest.raises(RuntimeError, match="StopIteration"):
            await future
        return isinstance(future.exception().__cause__, StopIteration)

    assert drive_both(body)[0] == "true"


def test_notified_task_that_is_cancelled_leaves_the_notice_to_another() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> list[str]:
        condition, woken = asyncio.Condition(), []

        async def wait(name: str) -> None:
            async with condition:
                await condition.wait()
                woken.append(name)

        tasks = [asyncio.create_task(wait(name)) for name in "ab"]
        await asyncio.sleep(0)
        async with condition:
            condition.notify(1)
            await asyncio.sleep(0)
            tasks[0].cancel()
        await asyncio.wait(tasks)
        return woken

    assert drive_both(body)[0] == '["b"]'


def test_error_raised_over_a_time_limit_says_so() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> list[str]:
        try:
            async with asyncio.timeout(1):
                try:
                    await asyncio.sleep(5)
                finally:
                    raise KeyError("cleanup")
        except KeyError as error:
            over = error.__context__
            return [type(over).__name__, str(over.__cause__ is over.__context__)]
        return []

    assert drive_both(body)[0] == '["TimeoutError","True"]'


def test_queue_that_is_shut_down_gives_what_it_has_and_no_more() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> list[Any]:
        queue, seen = asyncio.Queue(2), []

        async def work() -> None:
            try:
                while True:
                    seen.append(await queue.get())
                    await asyncio.sleep(1)
                    queue.task_done()
            except asyncio.QueueShutDown:
                seen.append("over")

        async def put_third() -> None:
            await queue.put(3)
            with pytest.raises(asyncio.QueueShutDown):
                await queue.put(4)

        queue.put_nowait(1)
        queue.put_nowait(2)
        tasks = [asyncio.create_task(work()), asyncio.create_task(put_third())]
        await asyncio.sleep(0)
        queue.shutdown()
        with pytest.raises(asyncio.QueueShutDown):
            queue.put_nowait(4)
        await queue.join()
        await asyncio.gather(*tasks)
        thrown = asyncio.Queue()
        thrown.put_nowait(1)
        thrown.shutdown(immediate=True)
        await thrown.join()
        with pytest.raises(asyncio.QueueShutDown):
            thrown.get_nowait()
        return [*seen, thrown.qsize()]

    assert drive_both(body)[0] == '[1,2,3,"over",0]'


def test_trio_times_may_be_written_as_durations() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> list[Any]:
        with trio.move_on_after("90s") as scope:
            await trio.sleep("1h")
        with pytest.raises(ValueError, match="duration"):
            trio.move_on_after(datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC))
        return [scope.cancelled_caught, trio.current_time()]

    trace, _ = drive_both(body)
    assert trace == "[true,90.0]"


def test_cancelled_task_never_begins_what_it_was_about_to_await() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> str:
        with trio.CancelScope() as scope:
            scope.cancel()
            await trio.sleep(5)
        with trio.CancelScope() as scope:
            scope.cancel()
            await step(context, "a")
        return "done"

    _, commands = begin(body)
    assert [type(command) for command in commands] == [RunStep, CancelStep, CompleteRun]


# ---- both habits in one body


def test_trio_scope_reaches_into_an_asyncio_group_and_its_cleanup_ends() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> list[Any]:
        seen = []

        async def child() -> None:
            try:
                await asyncio.sleep(99)
            finally:
                await asyncio.sleep(2)
                seen.append(trio.current_time())

        with trio.move_on_after(1) as scope:
            async with asyncio.TaskGroup() as group:
                group.create_task(child())
        return [scope.cancelled_caught, seen]

    trace, _ = drive_both(body)
    assert trace == "[true,[3.0]]"


def test_asyncio_cancellation_reaches_into_a_trio_nursery() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> list[Any]:
        seen = []

        async def child() -> None:
            try:
                await trio.sleep(99)
            finally:
                with trio.CancelScope(shield=True):
                    await trio.sleep(2)
                seen.append(trio.current_time())

        async def outer(waits: bool) -> None:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(child)
                if waits:
                    await trio.sleep(99)

        tasks = [asyncio.create_task(outer(waits)) for waits in (True, False)]
        await asyncio.sleep(1)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        return [[task.cancelled() for task in tasks], seen]

    trace, _ = drive_both(body)
    assert trace == "[[true,true],[3.0,3.0]]"


@pytest.mark.parametrize("fails", [False, True])
def test_nursery_in_a_vm_timeout_gives_way_to_it(fails: bool) -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> Any:
        async def child() -> None:
            try:
                await trio.sleep(99)
            finally:
                if fails:
                    raise KeyError("cleanup")

        try:
            async with Timeout(context, 1, None), trio.open_nursery() as nursery:
                nursery.start_soon(child)
                nursery.start_soon(trio.sleep_forever)
        except TimeoutError:
            return "too slow"
        except ExceptionGroup as group:
            return [type(error).__name__ for error in group.exceptions]

    trace, _ = drive_both(body)
    assert trace == ('["KeyError"]' if fails else '"too slow"')


def test_value_handed_to_a_task_that_asyncio_cancels_goes_to_the_next() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> list[Any]:
        sender, receiver = trio.open_memory_channel(0)
        lock, semaphore, limiter = trio.Lock(), trio.Semaphore(0), trio.CapacityLimiter(1)
        lock.acquire_nowait()
        limiter.acquire_on_behalf_of_nowait("x")
        calls = (receiver.receive, lock.acquire, semaphore.acquire, limiter.acquire)
        tasks = [asyncio.create_task(call()) for call in calls]
        await asyncio.sleep(0)
        sender.send_nowait("x")
        lock.release()
        semaphore.release()
        limiter.release_on_behalf_of("x")
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        cancelled = [task.cancelled() for task in tasks]
        return [cancelled, receiver.receive_nowait(), lock.locked(), semaphore.value, limiter.borrowed_tokens]

    trace, _ = drive_both(body)
    assert trace == '[[true,true,true,true],"x",false,1,0]'


def drive_both(body: Body) -> tuple[str, Replay]:
    """Run a body with both faces, every wait ending when it is due, and return its output."""
    outputs: list[Any] = []

    async def program(trio: Any, say: Any) -> None:
        context = CONTEXTS.pop()
        outputs.append(await body(context, FACES["asyncio"](context), trio))

    def make(context: Context) -> Face:
        CONTEXTS.append(context)
        return FACES["trio"](context)

    with patch.dict("tests.sandbox.faces.twins.FACES", {"both": make}):
        _, replay = drive("both", program)
    return encode(outputs[0]), replay


CONTEXTS: list[Context] = []


def test_faces_of_two_runs_are_one_object_and_reach_each_its_own_run() -> None:
    async def body(context: Context, asyncio: Any, trio: Any) -> bool:
        await asyncio.sleep(1)
        return bool(asyncio.current_task() is context.kernel.current_task())

    (first, _), (second, _) = begin(body), begin(body)
    assert output_of(end_wait(second, "wait_1", T0 + 1000)) == "true"
    assert output_of(end_wait(first, "wait_1", T0 + 1000)) == "true"
