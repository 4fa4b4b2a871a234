"""A run that is asked to end: delivered once, with time to clean up; or not asked at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.core.programs import OPEN, T0, PlainProgram, Recorder, attempt, completed, header, started
from vm.core.codec import encode
from vm.core.combine import Gather, TaskGroup
from vm.core.commands import CancelRun, CancelStep, CancelWait, RunStep
from vm.core.context import Context
from vm.core.events import CancelRequested, RunStarted
from vm.core.kernel import Cancelled
from vm.core.lifecycle import RunStatus
from vm.core.replay import Replay
from vm.core.signals import RunCancelled
from vm.core.verify import verify
from vm.errors import IllegalEvent

Body = Callable[..., Any]
CANCEL = CancelRequested(at_ms=T0, mode="cancel", reason="enough")
TERMINATE = CancelRequested(at_ms=T0, mode="terminate")


def step(context: Context, name: str) -> Any:
    return context.call_step(f"step//test.py//{name}", (), {})


def compensating(context: Context) -> Body:
    async def main() -> None:
        try:
            await step(context, "charge")
        except RunCancelled as signal:
            context.write_log("info", str(signal))
            await step(context, "refund")
            raise

    return main


def test_cancel_gives_up_what_is_awaited_and_lets_the_body_compensate() -> None:
    recorder = Recorder(compensating)
    recorder.feed(RunStarted(at_ms=T0))
    commands = recorder.feed(attempt("step_1"), CANCEL)
    assert [type(command).__name__ for command in commands] == ["CancelStep", "WriteLog", "RunStep"]
    assert recorder.replay.cancel_mode == "cancel"
    assert recorder.feed(attempt("step_2"), completed("step_2")) == [CancelRun()]
    assert recorder.replay.status is RunStatus.CANCELLED
    replay, journal = verify(recorder.program, "run-1", recorder.rows())
    assert (replay.status, journal) == (RunStatus.CANCELLED, recorder.journal)


def test_terminate_does_not_ask_the_body() -> None:
    replay, _ = started(compensating)
    assert replay.feed(TERMINATE) == [CancelStep(correlation_id="step_1"), CancelRun()]
    assert replay.is_over


def test_terminate_ends_a_run_that_is_still_cleaning_up() -> None:
    replay, _ = started(compensating)
    replay.feed(CANCEL)
    assert replay.feed(TERMINATE)[-1] == CancelRun()


@pytest.mark.parametrize("event", [CANCEL, TERMINATE])
def test_run_that_has_not_started_never_runs(event: CancelRequested) -> None:
    replay = Replay(PlainProgram(compensating), header())
    OPEN.append(replay)
    assert replay.feed(event) == [CancelRun()]
    assert replay.status is RunStatus.CANCELLED


def test_second_request_is_refused() -> None:
    replay, _ = started(compensating)
    replay.feed(CANCEL)
    with pytest.raises(IllegalEvent, match="asked to cancel already"):
        replay.feed(CANCEL)


def test_body_that_returns_all_the_same_ends_cancelled_with_its_value() -> None:
    def make(context: Context) -> Body:
        async def main() -> str:
            try:
                await step(context, "charge")
            except RunCancelled:
                return "gave up"
            return "?"

        return main

    replay, _ = started(make)
    assert replay.feed(CANCEL)[-1] == CancelRun(output=encode("gave up"))


def test_cleanup_that_fails_is_recorded_with_the_cancellation() -> None:
    def make(context: Context) -> Body:
        async def main() -> None:
            try:
                await step(context, "charge")
            finally:
                raise LookupError("nothing to give back")

        return main

    replay, _ = started(make)
    command = replay.feed(CANCEL)[-1]
    assert isinstance(command, CancelRun)
    assert command.error is not None
    assert "nothing to give back" in command.error


def test_cancel_reaches_what_a_gather_and_a_task_group_wait_for() -> None:
    def make(context: Context) -> Body:
        async def part(name: str) -> None:
            try:
                await step(context, name)
            except Cancelled:
                context.write_log("info", f"{name} cancelled")
                raise

        async def main() -> None:
            async with TaskGroup(context.kernel) as group:
                group.create_task(part("a"))
                await Gather(context.kernel, (part("b"), context.call_sleep("1h")))

        return main

    replay, commands = started(make)
    assert [command for command in commands if isinstance(command, RunStep)]
    commands = replay.feed(CANCEL)
    kinds = [type(command).__name__ for command in commands]
    assert sorted(kinds) == ["CancelRun", "CancelStep", "CancelStep", "CancelWait", "WriteLog", "WriteLog"]
    assert kinds[-1] == "CancelRun"
    assert any(isinstance(command, CancelWait) for command in commands)


def test_cancel_reaches_the_task_that_is_awaited() -> None:
    def make(context: Context) -> Body:
        async def part() -> None:
            await step(context, "a")

        async def main() -> None:
            await context.kernel.spawn(part())

        return main

    replay, _ = started(make)
    assert replay.feed(CANCEL) == [CancelStep(correlation_id="step_1"), CancelRun()]
