"""A run's failure as a chain of links."""

from __future__ import annotations

from vm.core import events
from vm.core.codec import encode
from vm.core.events import Encoded
from vm.errors import BadDuration, RemoteError, StepFailed
from vm.inspect.failure import find_failure, read_failure
from vm.inspect.fold import RunView

T0 = 946_684_800_000
NO_ARGS = Encoded('{"$tuple":[[],{}]}')
FRAMES = (("/srv/bank.py", 7, "charge"), ("/srv/bank.py", 90, "post"))


def view_with_a_failed_step() -> RunView:
    view = RunView()
    view.take(events.StepCreated(at_ms=T0, correlation_id="step_1", step="step//a.py//charge", args=NO_ARGS))
    view.take(events.StepStarted(at_ms=T0, correlation_id="step_1", attempt=1))
    notes = '{"trace":[["/srv/bank.py",7,"charge"],["/srv/bank.py",90,"post"]]}'
    view.take(
        events.StepFailed(at_ms=T0, correlation_id="step_1", attempts=1, error=encode(ConnectionError("refused"))),
        notes,
    )
    return view


def test_failure_of_a_step_leads_to_the_frames_of_the_step() -> None:
    error = StepFailed("step charge failed", step="step//a.py//charge", correlation_id="step_1", attempts=1)
    error.__cause__ = ConnectionError("refused")
    failure = read_failure(encode(error), view_with_a_failed_step(), frames=(("a.py", 3, "main"),))
    assert [link.type for link in failure.chain()] == ["StepFailed", "ConnectionError"]
    assert failure.frames == (("a.py", 3, "main"),)
    assert failure.cause is not None
    assert (failure.cause.frames, failure.cause.step) == (FRAMES, "step//a.py//charge")


def test_failure_tells_an_explicit_cause_from_one_that_was_being_handled() -> None:
    explicit, handled = KeyError("a"), KeyError("b")
    explicit.__cause__, handled.__context__ = ValueError("why"), ValueError("meanwhile")
    assert [read_failure(encode(error), RunView()).is_explicit for error in (explicit, handled)] == [True, False]


def test_failure_of_ours_names_its_page_and_its_way_out() -> None:
    failure = read_failure(encode(BadDuration("soon")), RunView())
    assert (failure.type, failure.slug) == ("BadDuration", "bad-duration")
    assert failure.message == "'soon' is not a duration"
    assert failure.fix is not None


def test_failure_of_an_unknown_type_is_called_by_its_own_name() -> None:
    failure = read_failure(encode(RemoteError("gone", type_name="shop.errors//OutOfStock")), RunView())
    assert (failure.type, failure.message, failure.slug) == ("OutOfStock", "gone", None)


def test_failure_keeps_notes_and_the_members_of_a_group() -> None:
    group = ExceptionGroup("two of them", [ValueError("a"), KeyError("b")])
    group.add_note("while packing")
    failure = read_failure(encode(group), RunView())
    assert failure.notes == ("while packing",)
    assert [member.type for member in failure.members] == ["ValueError", "KeyError"]


def test_failure_that_is_its_own_cause_ends() -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    assert [link.message for link in read_failure(encode(first), RunView()).chain()] == ["a", "b"]


def test_failure_of_something_that_is_no_exception_is_shown_as_it_is() -> None:
    assert read_failure(encode([1]), RunView()).message == "[1]"


def test_run_without_a_failure_has_none() -> None:
    assert find_failure(RunView()) is None


def test_failure_of_a_step_sums_up_its_attempts() -> None:
    view = RunView()
    view.take(events.StepCreated(at_ms=T0, correlation_id="step_1", step="step//a.py//charge", args=NO_ARGS))
    for number, error in enumerate((ConnectionError("refused"), ConnectionError("refused"), KeyError("x")), 1):
        view.take(events.StepStarted(at_ms=T0, correlation_id="step_1", attempt=number))
        if number < 3:
            encoded = encode(error)
            view.take(
                events.StepRetrying(at_ms=T0, correlation_id="step_1", attempt=number, retry_at_ms=T0, error=encoded)
            )
        else:
            view.take(events.StepFailed(at_ms=T0, correlation_id="step_1", attempts=3, error=encode(error)))
    failed = StepFailed("step charge failed", step="step//a.py//charge", correlation_id="step_1", attempts=3)
    failure = read_failure(encode(failed), view)
    assert failure.tries == ("attempts 1 to 2: ConnectionError: refused", "attempt 3: KeyError: 'x'")
    assert read_failure(encode(failed), view_with_a_failed_step()).tries == ()
