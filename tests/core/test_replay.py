"""Events in, commands out: what a body asks for, with hand-fed events."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.core.programs import T0, attempt, completed, finish_step, header, started
from vm.core.codec import decode, encode
from vm.core.combine import Gather, Race
from vm.core.commands import CancelStep, CancelWait, CompleteRun, FailRun, Origin, RunStep, StartWait, WriteLog
from vm.core.context import Context
from vm.core.events import RunStarted, StepFailed, StepRetrying, WaitCompleted
from vm.core.kernel import Closed, Future
from vm.core.lifecycle import RunStatus
from vm.core.replay import Replay
from vm.core.timeouts import Timeout
from vm.errors import Deadlock, IllegalEvent, NotSerializable, OutOfMemory, RemoteError
from vm.errors import StepFailed as StepFailedError

STEP = "step//test.py//charge"


def step(context: Context, *args: Any, **kwargs: Any) -> Any:
    return context.call_step(STEP, args, kwargs)


def failed(correlation_id: str, error: BaseException, attempts: int = 1) -> StepFailed:
    return StepFailed(at_ms=T0, correlation_id=correlation_id, attempts=attempts, error=encode(error))


def test_body_that_returns_completes_with_its_value() -> None:
    def make(context: Context) -> Any:
        async def main(name: str) -> dict[str, str]:
            return {"hello": name}

        return main

    replay, commands = started(make, "world")
    assert commands == [CompleteRun(output=encode({"hello": "world"}))]
    assert replay.status is RunStatus.COMPLETED
    assert replay.is_over


def test_body_that_raises_fails_with_its_error_and_where() -> None:
    def make(context: Context) -> Any:
        async def main() -> None:
            raise LookupError("gone")

        return main

    replay, (command,) = started(make)
    assert isinstance(command, FailRun)
    error = decode(command.error)
    assert isinstance(error, LookupError)
    assert error.args == ("gone",)
    assert [function for _, _, function in command.trace][-1].endswith("main")
    assert replay.status is RunStatus.FAILED


def test_step_call_asks_for_it_with_its_arguments_encoded() -> None:
    def make(context: Context) -> Any:
        async def main() -> Any:
            return await step(context, 42, note="x")

        return main

    replay, commands = started(make)
    assert commands == [RunStep(correlation_id="step_1", step=STEP, args=encode(((42,), {"note": "x"})))]
    assert finish_step(replay, "step_1", [7]) == [CompleteRun(output=encode([7]))]


def test_arguments_are_taken_by_value_when_the_step_is_called() -> None:
    def make(context: Context) -> Any:
        async def main() -> None:
            order = ["first"]
            call = step(context, order)
            order.append("second")
            await call

        return main

    _, (command,) = started(make)
    assert isinstance(command, RunStep)
    assert decode(command.args) == ((["first"],), {})


def test_what_the_body_gets_is_a_copy_of_its_own() -> None:
    results = []

    def make(context: Context) -> Any:
        async def main() -> None:
            results.append(await step(context))

        return main

    replay, _ = started(make)
    finish_step(replay, "step_1", {"b": 1, "a": (1, 2)})
    assert results == [{"b": 1, "a": (1, 2)}]
    assert list(results[0]) == ["b", "a"]


def test_an_argument_that_cannot_cross_is_refused_where_it_is_passed() -> None:
    def make(context: Context) -> Any:
        async def main() -> str:
            try:
                step(context, {"customer": object()})
            except NotSerializable as error:
                return error.path
            return "it was taken"

        return main

    _, (command,) = started(make)
    assert command == CompleteRun(output=encode('args[0]["customer"]'))


def test_a_result_that_cannot_cross_fails_the_run_naming_its_path() -> None:
    def make(context: Context) -> Any:
        async def main() -> Any:
            return {"socket": object()}

        return main

    _, (command,) = started(make)
    assert isinstance(command, FailRun)
    error = decode(command.error)
    assert 'result["socket"]' in str(error)


def test_a_failed_step_raises_with_its_cause_rebuilt() -> None:
    def make(context: Context) -> Any:
        async def main() -> Any:
            try:
                await step(context)
            except StepFailedError as error:
                return [str(error), type(error.__cause__).__name__, error.attempts, error.correlation_id, error.step]

        return main

    replay, _ = started(make)
    replay.feed(attempt("step_1"))
    (command,) = replay.feed(failed("step_1", ValueError("no funds"), attempts=4))
    assert command == CompleteRun(
        output=encode(
            ["step charge failed after 4 attempts: ValueError: no funds", "ValueError", 4, "step_1", STEP],
        )
    )


def test_a_failed_step_names_an_error_that_only_the_step_knows() -> None:
    def make(context: Context) -> Any:
        async def main() -> Any:
            try:
                await step(context)
            except StepFailedError as error:
                return [str(error), type(error.__cause__).__name__]

        return main

    replay, _ = started(make)
    replay.feed(attempt("step_1"))
    error = RemoteError("all is lost", type_name="http/errors.py//ConnectError")
    (command,) = replay.feed(failed("step_1", error))
    text = "step charge failed at its first attempt: ConnectError: all is lost"
    assert command == CompleteRun(output=encode([text, "RemoteError"]))


@pytest.mark.parametrize(
    ("attempts", "text"), [(0, "before it ran"), (1, "at its first attempt"), (3, "after 3 attempts")]
)
def test_a_failed_step_says_how_often_it_was_tried(attempts: int, text: str) -> None:
    def make(context: Context) -> Any:
        async def main() -> Any:
            await step(context)

        return main

    replay, _ = started(make)
    if attempts:
        replay.feed(attempt("step_1"))
    (command,) = replay.feed(failed("step_1", KeyError("k"), attempts))
    assert isinstance(command, FailRun)
    assert text in str(decode(command.error))


def test_retries_are_not_seen_by_the_body() -> None:
    def make(context: Context) -> Any:
        async def main() -> Any:
            return await step(context)

        return main

    replay, _ = started(make)
    assert replay.feed(attempt("step_1")) == []
    retrying = StepRetrying(
        at_ms=T0, correlation_id="step_1", attempt=1, retry_at_ms=T0 + 500, error=encode(ValueError("x"))
    )
    assert replay.feed(retrying) == []
    (operation,) = replay.open_steps()
    assert operation.retry_at_ms == T0 + 500
    assert replay.feed(attempt("step_1", T0 + 500, number=2)) == []
    assert replay.feed(completed("step_1", 1)) == [CompleteRun(output=encode(1))]


def test_sleep_asks_for_a_wait_until_a_fixed_time() -> None:
    def make(context: Context) -> Any:
        async def main() -> int:
            await context.call_sleep("1m")
            return context.now_ms

        return main

    replay, commands = started(make)
    assert commands == [StartWait(correlation_id="wait_1", until_ms=T0 + 60_000)]
    done = WaitCompleted(at_ms=T0 + 61_500, correlation_id="wait_1")
    assert replay.feed(done) == [CompleteRun(output=encode(T0 + 61_500))]


def test_ids_count_over_all_kinds_in_the_order_of_asking() -> None:
    def make(context: Context) -> Any:
        async def main() -> None:
            later = step(context, "created first, asked for last")
            await Gather(context.kernel, (context.call_sleep(1), step(context), later))

        return main

    _, commands = started(make)
    assert [command.correlation_id for command in commands] == ["wait_1", "step_2", "step_3"]  # type: ignore[attr-defined]


def test_one_resolution_runs_to_quiescence_before_the_next() -> None:
    def make(context: Context) -> Any:
        async def child(name: str) -> str:
            await step(context, name)
            await step(context, name, 2)
            return name

        async def main() -> Any:
            kernel = context.kernel
            return await Gather(kernel, (child("a"), child("b")))

        return main

    replay, first = started(make)
    assert [command.correlation_id for command in first] == ["step_1", "step_2"]  # type: ignore[attr-defined]
    (second,) = finish_step(replay, "step_2")
    assert decode(second.args) == (("b", 2), {})  # type: ignore[attr-defined]
    (third,) = finish_step(replay, "step_1")
    assert decode(third.args) == (("a", 2), {})  # type: ignore[attr-defined]


def test_the_loser_of_a_race_is_cancelled_in_the_journal() -> None:
    def make(context: Context) -> Any:
        async def main() -> Any:
            return await Race(context.kernel, (step(context), context.call_sleep("5m")))

        return main

    replay, _ = started(make)
    assert finish_step(replay, "step_1", "won") == [
        CancelWait(correlation_id="wait_2"),
        CompleteRun(output=encode("won")),
    ]


def test_a_cancelled_step_takes_no_more_events() -> None:
    def make(context: Context) -> Any:
        async def main() -> Any:
            await Race(context.kernel, (step(context), context.call_sleep("1s")))
            await context.call_sleep("1s")

        return main

    replay, _ = started(make)
    replay.feed(attempt("step_1"))
    commands = replay.feed(WaitCompleted(at_ms=T0 + 1000, correlation_id="wait_2"))
    assert commands[0] == CancelStep(correlation_id="step_1")
    assert replay.find_operation("step_1") is None
    with pytest.raises(IllegalEvent):
        replay.feed(completed("step_1"))


def test_timeout_cancels_its_block_and_raises_timeout_error() -> None:
    def make(context: Context) -> Any:
        async def main() -> str:
            try:
                async with Timeout(context, "5m", None):
                    await step(context)
            except TimeoutError:
                return "late"
            return "in time"

        return main

    replay, commands = started(make)
    assert commands[0] == StartWait(correlation_id="wait_1", until_ms=T0 + 300_000)
    assert replay.feed(WaitCompleted(at_ms=T0 + 300_000, correlation_id="wait_1")) == [
        CancelStep(correlation_id="step_2"),
        CompleteRun(output=encode("late")),
    ]


def test_timeout_that_is_not_needed_is_cancelled() -> None:
    def make(context: Context) -> Any:
        async def main() -> str:
            async with Timeout(context, "5m", None):
                return str(await step(context))

        return main

    replay, _ = started(make)
    assert finish_step(replay, "step_2", "ok") == [
        CancelWait(correlation_id="wait_1"),
        CompleteRun(output=encode("ok")),
    ]


def test_what_is_still_open_when_the_body_returns_is_cancelled_first() -> None:
    def make(context: Context) -> Any:
        async def main() -> str:
            step(context).start()
            context.call_sleep("1h").start()
            return "done"

        return main

    _, commands = started(make)
    assert commands[2:] == [
        CancelStep(correlation_id="step_1"),
        CancelWait(correlation_id="wait_2"),
        CompleteRun(output=encode("done")),
    ]


def test_a_call_that_is_never_awaited_is_reported_with_its_place() -> None:
    def make(context: Context) -> Any:
        async def main() -> None:
            context.call_step(STEP, (), {}, origin=Origin(main.__code__, 0))
            context.call_sleep("1s")

        return main

    _, commands = started(make)
    first, second, _ = commands
    assert isinstance(first, WriteLog)
    assert "step charge was called at" in first.text
    assert "never awaited" in first.text
    assert isinstance(second, WriteLog)
    assert second.text.startswith("sleep was called and never awaited")


def test_a_task_whose_failure_nobody_saw_is_reported() -> None:
    def make(context: Context) -> Any:
        async def fail() -> None:
            raise ValueError("unseen")

        async def main() -> str:
            context.kernel.spawn(fail())
            await step(context)
            return "done"

        return main

    replay, _ = started(make)
    report, _ = finish_step(replay, "step_1")
    assert isinstance(report, WriteLog)
    assert "ValueError: unseen" in report.text


def test_a_body_that_nothing_can_wake_fails_instead_of_waiting_for_ever() -> None:
    def make(context: Context) -> Any:
        async def main() -> None:
            await Future(context.kernel)

        return main

    replay, (command,) = started(make)
    assert isinstance(command, FailRun)
    assert isinstance(decode(command.error), Deadlock | RemoteError)
    assert "waits for ever" in str(decode(command.error))
    assert command.trace[-1][2].endswith("main")
    assert replay.is_over


def test_log_lines_are_recorded_in_order() -> None:
    def make(context: Context) -> Any:
        async def main() -> None:
            context.write_log("info", "one")
            context.write_log("error", "two")

        return main

    _, commands = started(make)
    assert commands[:2] == [WriteLog(level="info", text="one"), WriteLog(level="error", text="two")]


def test_awaiting_a_call_again_gives_the_same_result() -> None:
    def make(context: Context) -> Any:
        async def main() -> list[Any]:
            call = step(context)
            first = await call
            again = await call
            return [first == again, first is again]

        return main

    replay, _ = started(make)
    (command,) = finish_step(replay, "step_1", {"n": 1})
    assert command == CompleteRun(output=encode([True, True]))


def test_randomness_is_a_function_of_the_seed_and_apart_from_the_ids() -> None:
    def draws(seed: str, ids_first: bool) -> list[float]:
        context = Context(header(seed=seed))
        if ids_first:
            context.id_random.random()
        return [context.random.random() for _ in range(3)]

    assert draws("s", False) == draws("s", True) == [random.Random("s").random(), *draws("s", False)[1:]]
    assert draws("s", False) != draws("t", False)


def test_time_never_runs_back() -> None:
    def make(context: Context) -> Any:
        async def main() -> list[int]:
            times = [context.now_ms]
            await step(context)
            return [*times, context.now_ms]

        return main

    replay, _ = started(make)
    (command,) = finish_step(replay, "step_1", at_ms=T0 - 5000)
    assert command == CompleteRun(output=encode([T0, T0]))


def test_a_closed_body_can_neither_ask_nor_delay() -> None:
    seen = []

    def make(context: Context) -> Any:
        async def main() -> None:
            try:
                await step(context)
            except BaseException as error:  # noqa: BLE001 - what a suspicious body does
                seen.append(type(error).__name__)
                try:
                    await step(context)
                except Closed:
                    seen.append("refused")
                    context.write_log("info", "I noticed")

        return main

    replay, _ = started(make)
    replay.close()
    assert seen == ["GeneratorExit", "refused"]
    assert replay.open_steps() == []


def test_commands_are_refused_outside_an_advance() -> None:
    contexts = []

    def make(context: Context) -> Any:
        contexts.append(context)

        async def main() -> None:
            await step(context)

        return main

    started(make)
    with pytest.raises(Closed):
        contexts[0].write_log("info", "from a finalizer")


@pytest.mark.parametrize(
    "event",
    [attempt("step_9"), completed("step_9"), WaitCompleted(at_ms=T0, correlation_id="step_1"), RunStarted(at_ms=T0)],
)
def test_an_event_that_does_not_fit_is_refused(event: Any) -> None:
    def make(context: Context) -> Any:
        async def main() -> None:
            await step(context)

        return main

    replay, _ = started(make)
    with pytest.raises(IllegalEvent):
        replay.feed(event)


def test_a_step_that_has_not_begun_cannot_complete() -> None:
    def make(context: Context) -> Any:
        async def main() -> None:
            await step(context)

        return main

    replay, _ = started(make)
    with pytest.raises(IllegalEvent, match="pending"):
        replay.feed(completed("step_1"))


def test_nothing_is_fed_before_the_run_has_started() -> None:
    def make(context: Context) -> Any:
        async def main() -> None: ...

        return main

    from tests.core.programs import PlainProgram

    replay = Replay(PlainProgram(make), header())
    assert replay.frames() == []
    with pytest.raises(IllegalEvent):
        replay.feed(attempt("step_1"))


def test_frames_show_where_the_main_task_waits() -> None:
    def make(context: Context) -> Any:
        async def helper() -> None:
            await step(context)

        async def main() -> None:
            await helper()

        return main

    replay, _ = started(make)
    assert [function.rsplit(".", 1)[-1] for _, _, function in replay.frames()] == ["main", "helper"]
    assert replay.now_ms == T0
    assert replay.seed == "seed"
    assert len(replay.open_waits()) == 0


def test_a_machine_without_memory_is_not_the_runs_result() -> None:
    def make(context: Context) -> Any:
        async def main() -> int:
            return len(bytearray(2**62))

        return main

    with pytest.raises(OutOfMemory, match="no memory left for run run-1") as caught:
        started(make)
    assert "test_replay.py" in (caught.value.where or "")


@pytest.mark.parametrize("error", [MemoryError(), MemoryError("mine")])
def test_a_memory_error_that_a_body_raises_is_its_result(error: MemoryError) -> None:
    def make(context: Context) -> Any:
        async def main() -> None:
            raise error

        return main

    _, (command,) = started(make)
    assert isinstance(command, FailRun)
    assert "MemoryError" in command.error
