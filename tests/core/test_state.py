"""The books of a run: what its host knows follows from events and commands, without a body."""

from __future__ import annotations

from collections import deque

import pytest

from tests.core.programs import T0, attempt, completed, header
from vm.core.codec import encode
from vm.core.commands import CancelStep, CancelWait, Command, CompleteRun, RunStep, StartWait, WriteLog
from vm.core.events import Event, RunCompleted, RunStarted, StepRetrying, WaitCompleted
from vm.core.lifecycle import RunStatus, StepStatus
from vm.core.replay import _DELIVER, UNHEARD
from vm.core.state import _ADMIT, OpenStep, OpenWait, RunState
from vm.errors import IllegalEvent

NOTHING = encode(((), {}))
CALL = RunStep(correlation_id="step_1", step="step//a.py//f", args=NOTHING)
SLEEP = StartWait(correlation_id="wait_2", until_ms=T0 + 5)


class Scripted(RunState):
    """Answers each event with the next commands of a list."""

    def __init__(self, *answers: list[Command]) -> None:
        super().__init__(header())
        self._answers = deque(answers)

    def _deliver(self, event: Event) -> list[Command]:
        return self._answers.popleft() if self._answers else []


def started(*answers: list[Command]) -> Scripted:
    state = Scripted(*answers)
    state.feed(RunStarted(at_ms=T0))
    return state


def test_the_books_hold_what_was_asked_for_in_its_order() -> None:
    state = started([CALL, WriteLog(level="info", text="x"), SLEEP])
    assert state.open_steps() == [OpenStep("step_1", "step//a.py//f", NOTHING, None)]
    assert state.open_waits() == [OpenWait("wait_2", T0 + 5)]
    assert state.status is RunStatus.RUNNING


def test_the_books_follow_a_step_through_its_attempts() -> None:
    state = started([CALL])
    state.feed(attempt("step_1", T0 + 1))
    state.feed(
        StepRetrying(at_ms=T0 + 2, correlation_id="step_1", attempt=1, retry_at_ms=T0 + 9, error=encode(ValueError()))
    )
    (step,) = state.open_steps()
    assert (step.status, step.attempt, step.retry_at_ms) == (StepStatus.PENDING, 1, T0 + 9)
    state.feed(attempt("step_1", T0 + 9, number=2))
    assert (step.status, step.attempt, step.first_started_ms) == (StepStatus.RUNNING, 2, T0 + 1)
    state.feed(completed("step_1", at_ms=T0 + 10))
    assert state.find_operation("step_1") is None
    assert state.now_ms == T0 + 10


def test_time_in_the_books_never_goes_back() -> None:
    state = started([SLEEP])
    state.feed(WaitCompleted(at_ms=T0 - 7, correlation_id="wait_2"))
    assert state.now_ms == T0


def test_the_end_is_in_the_books_when_it_was_asked_for() -> None:
    state = started([CALL, SLEEP], [CancelStep(correlation_id="step_1"), CompleteRun(output=encode(None))])
    state.feed(WaitCompleted(at_ms=T0, correlation_id="wait_2"))
    assert state.is_over
    assert state.open_steps() == []


@pytest.mark.parametrize(
    "answer",
    [
        [CALL, CALL],
        [CancelStep(correlation_id="step_1")],
        [SLEEP, CancelStep(correlation_id="wait_2")],
        [CALL, CancelWait(correlation_id="step_1")],
        [CompleteRun(output=encode(1)), CompleteRun(output=encode(2))],
        [CompleteRun(output=encode(1)), WriteLog(level="info", text="after all")],
    ],
    ids=["twice", "unknown", "no-step", "no-wait", "two-ends", "after-the-end"],
)
def test_a_command_that_does_not_fit_the_books_is_refused(answer: list[Command]) -> None:
    with pytest.raises(IllegalEvent):
        started(answer)


def test_only_what_comes_from_outside_is_fed() -> None:
    state = started([CALL])
    with pytest.raises(IllegalEvent, match="run_completed of run run-1 is not allowed: it is running"):
        state.feed(RunCompleted(at_ms=T0, output=encode(None)))


def test_a_closed_run_waits_for_nothing() -> None:
    state = started([CALL, SLEEP])
    state.close()
    assert state.find_operation("step_1") is state.find_operation("wait_2") is None


def test_what_a_body_hears_nothing_of_is_named() -> None:
    assert set(_ADMIT) - set(_DELIVER) == set(UNHEARD)
