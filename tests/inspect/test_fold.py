"""A run's view folded from hand-written journals."""

from __future__ import annotations

import json

import pytest

from vm.core import events
from vm.core.codec import encode
from vm.core.events import Encoded, Event
from vm.core.lifecycle import ChildStatus, HookStatus, RunStatus, StepStatus, WaitStatus
from vm.errors import FatalError, IllegalEvent
from vm.inspect.fold import RunView, fold_run

T0 = 946_684_800_000
ARGS = Encoded('{"$tuple":[{"$tuple":[42]},{}]}')
ERROR = encode(ValueError("no such order"))


def header() -> events.RunCreated:
    return events.RunCreated(
        at_ms=T0,
        journal_version=1,
        run_id="r",
        workflow="workflow//a.py//main",
        bundle="b",
        policy=1,
        seed="r",
        input=ARGS,
    )


def created(correlation_id: str = "step_1") -> events.StepCreated:
    return events.StepCreated(at_ms=T0, correlation_id=correlation_id, step="step//a.py//charge", args=ARGS)


def started(attempt: int, at_ms: int = T0) -> events.StepStarted:
    return events.StepStarted(at_ms=at_ms, correlation_id="step_1", attempt=attempt)


def view_of(*found: Event) -> RunView:
    return fold_run((event, None) for event in (header(), events.RunStarted(at_ms=T0), *found))


def test_view_of_a_completed_run_has_output_and_duration() -> None:
    view = view_of(events.RunCompleted(at_ms=T0 + 70, output=encode({"a": 1})))
    assert (view.status, view.output, view.duration_ms, view.event_count) == (RunStatus.COMPLETED, '{"a":1}', 70, 3)
    assert view.header is not None
    assert view.header.workflow == "workflow//a.py//main"


def test_view_of_a_running_run_has_no_duration() -> None:
    assert view_of().duration_ms is None
    assert RunView().duration_ms is None


def test_step_view_counts_attempts_and_spans_them_all() -> None:
    retrying = events.StepRetrying(at_ms=T0 + 10, correlation_id="step_1", attempt=1, retry_at_ms=T0 + 500, error=ERROR)
    done = events.StepCompleted(at_ms=T0 + 530, correlation_id="step_1", result=encode("paid"))
    step = view_of(created(), started(1), retrying, started(2, T0 + 500), done).steps["step_1"]
    assert [(attempt.number, attempt.outcome) for attempt in step.attempts] == [(1, "failed"), (2, "completed")]
    assert step.attempts[0].retry_at_ms == T0 + 500
    assert (step.status, step.duration_ms, step.result) == (StepStatus.COMPLETED, 530, '"paid"')


def test_step_view_keeps_the_frames_that_stand_beside_a_failure() -> None:
    notes = json.dumps({"trace": [["/srv/bank.py", 7, "charge"]]})
    failed = events.StepFailed(at_ms=T0 + 9, correlation_id="step_1", attempts=1, error=ERROR)
    view = view_of(created(), started(1))
    view.take(failed, notes)
    step = view.steps["step_1"]
    assert step.trace == step.attempts[0].trace == (("/srv/bank.py", 7, "charge"),)
    assert (step.status, step.error) == (StepStatus.FAILED, ERROR)


def test_step_that_never_ran_fails_without_an_attempt() -> None:
    failed = events.StepFailed(at_ms=T0, correlation_id="step_1", attempts=0, error=ERROR)
    step = view_of(created(), failed).steps["step_1"]
    assert (step.attempts, step.duration_ms) == ([], None)


def test_step_cancelled_between_attempts_keeps_the_failed_one_as_it_was() -> None:
    retrying = events.StepRetrying(at_ms=T0 + 1, correlation_id="step_1", attempt=1, retry_at_ms=T0 + 9, error=ERROR)
    step = view_of(created(), started(1), retrying, events.StepCancelled(at_ms=T0 + 5, correlation_id="step_1")).steps[
        "step_1"
    ]
    assert (step.status, step.attempts[0].outcome, step.attempts[0].ended_ms) == (
        StepStatus.CANCELLED,
        "failed",
        T0 + 1,
    )


def test_step_cancelled_while_it_runs_ends_its_attempt() -> None:
    step = view_of(created(), started(1), events.StepCancelled(at_ms=T0 + 5, correlation_id="step_1")).steps["step_1"]
    assert (step.attempts[0].outcome, step.ended_ms) == ("cancelled", T0 + 5)


def test_waits_are_open_until_they_end() -> None:
    first = events.WaitCreated(at_ms=T0, correlation_id="wait_1", until_ms=T0 + 10)
    second = events.WaitCreated(at_ms=T0, correlation_id="wait_2", until_ms=T0 + 20)
    view = view_of(first, second, events.WaitCompleted(at_ms=T0 + 10, correlation_id="wait_1"))
    assert [wait.correlation_id for wait in view.open_waits()] == ["wait_2"]
    view.take(events.WaitCancelled(at_ms=T0 + 11, correlation_id="wait_2"))
    assert view.waits["wait_2"].status is WaitStatus.CANCELLED
    assert view.open_waits() == []


def test_log_lines_keep_their_level_and_order() -> None:
    view = view_of(*(events.LogWritten(at_ms=T0, level=level, text=level) for level in ("print", "warning")))
    assert [(log.level, log.text) for log in view.logs] == [("print", "print"), ("warning", "warning")]


def test_failed_run_keeps_its_error_and_frames() -> None:
    view = view_of()
    view.take(events.RunFailed(at_ms=T0 + 3, error=encode(FatalError("x"))), '{"trace":[["a.py",3,"main"]]}')
    assert (view.status, view.trace, view.duration_ms) == (RunStatus.FAILED, (("a.py", 3, "main"),), 3)


def test_hook_keeps_its_payloads_with_their_times_until_it_is_disposed_of() -> None:
    view = view_of(
        events.HookCreated(at_ms=T0, correlation_id="hook_1", token="t", metadata=encode({"for": "ada"})),
        events.HookReceived(at_ms=T0 + 1, correlation_id="hook_1", payload=encode("a")),
        events.HookReceived(at_ms=T0 + 2, correlation_id="hook_1", payload=encode("b")),
    )
    hook = view.hooks["hook_1"]
    assert (hook.token, hook.status, hook.payloads) == ("t", HookStatus.OPEN, [(T0 + 1, '"a"'), (T0 + 2, '"b"')])
    view.take(events.HookDisposed(at_ms=T0 + 3, correlation_id="hook_1"))
    assert (hook.status, hook.ended_ms) == (HookStatus.DISPOSED, T0 + 3)


def test_hook_that_was_refused_names_the_run_that_has_its_token() -> None:
    view = view_of(
        events.HookCreated(at_ms=T0, correlation_id="hook_1", token="t"),
        events.HookConflict(at_ms=T0 + 1, correlation_id="hook_1", owner="other"),
    )
    assert (view.hooks["hook_1"].status, view.hooks["hook_1"].owner) == (HookStatus.CONFLICTED, "other")


def test_child_is_cancelling_until_its_own_end_is_known() -> None:
    view = view_of(
        events.ChildCreated(
            at_ms=T0, correlation_id="child_1", child="r.1", workflow="workflow//a.py//c", on_close="cancel", input=ARGS
        ),
        events.ChildCancelRequested(at_ms=T0 + 1, correlation_id="child_1"),
    )
    child = view.children["child_1"]
    assert (child.run_id, child.status, child.ended_ms) == ("r.1", ChildStatus.CANCELLING, None)
    view.take(events.ChildFailed(at_ms=T0 + 2, correlation_id="child_1", error=ERROR))
    assert (child.status, child.ended_ms, child.error) == (ChildStatus.FAILED, T0 + 2, ERROR)


def test_cancelled_run_keeps_the_request_and_what_the_body_made_of_it() -> None:
    view = view_of(
        events.CancelRequested(at_ms=T0 + 1, mode="cancel", reason="enough"),
        events.RunCancelled(at_ms=T0 + 2, output=encode("gave up")),
    )
    assert (view.status, view.cancel, view.output) == (RunStatus.CANCELLED, ("cancel", "enough"), '"gave up"')


def test_continued_run_names_its_successor() -> None:
    view = view_of(events.RunContinued(at_ms=T0 + 2, next="r:2", input=ARGS))
    assert (view.status, view.next) == (RunStatus.COMPLETED, "r:2")


def test_attributes_are_those_set_last_and_none_takes_one_away() -> None:
    first = events.AttributesSet(at_ms=T0, attributes=encode({"a": 1, "b": "x"}))
    view = view_of(first, events.AttributesSet(at_ms=T0, attributes=encode({"a": None, "c": 2.5})))
    assert view.attributes == {"b": "x", "c": 2.5}
    view.take(events.PatchMarked(at_ms=T0, patch="faster"))
    assert view.patches == ["faster"]


@pytest.mark.parametrize(
    "event",
    [
        started(1),
        events.HookReceived(at_ms=T0, correlation_id="hook_9", payload=ARGS),
        events.ChildCancelled(at_ms=T0, correlation_id="child_9"),
        events.WaitCompleted(at_ms=T0, correlation_id="wait_9"),
        events.RunStarted(at_ms=T0),
    ],
    ids=lambda event: event.type,
)
def test_view_refuses_an_event_that_does_not_fit(event: Event) -> None:
    with pytest.raises(IllegalEvent):
        view_of(event)


def test_view_refuses_a_second_end_of_a_step() -> None:
    done = events.StepCompleted(at_ms=T0, correlation_id="step_1", result=encode(1))
    with pytest.raises(IllegalEvent, match="completed"):
        view_of(created(), started(1), done, done)
