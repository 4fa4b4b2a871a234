from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from vm.core.retry import GiveUp, RetryAt, RetryPolicy, decide_retry
from vm.errors import AttemptLost, FatalError, NotSerializable, OutsideWorkflow, RetryableError

NOW = 1_000_000


def decide(policy: RetryPolicy | None = None, **changes: Any) -> RetryAt | GiveUp:
    arguments: dict[str, Any] = {
        "attempt": 1,
        "failure": ValueError("x"),
        "now_ms": NOW,
        "first_started_ms": NOW - 10,
        "seed": "run_1",
        "correlation_id": "step_1",
        **changes,
    }
    return decide_retry(policy or RetryPolicy(), **arguments)


def test_step_is_retried_until_its_retries_are_spent() -> None:
    decisions = [type(decide(attempt=attempt)) for attempt in (1, 2, 3, 4)]
    assert decisions == [RetryAt, RetryAt, RetryAt, GiveUp]


def test_step_without_retries_has_one_attempt() -> None:
    assert decide(RetryPolicy(max_retries=0)) == GiveUp("that was its only attempt")


def test_backoff_is_full_jitter_below_a_growing_cap() -> None:
    policy = RetryPolicy(max_retries=10_000, backoff_ms=100, factor=3.0, max_backoff_ms=2_000)
    for attempt, cap in ((1, 100), (2, 300), (3, 900), (4, 2_000), (5_000, 2_000)):
        waits = [_wait(decide(policy, attempt=attempt, seed=f"run_{n}")) for n in range(200)]
        assert 0 <= min(waits) < cap * 0.1
        assert cap * 0.9 < max(waits) <= cap


def _wait(decision: RetryAt | GiveUp) -> int:
    assert isinstance(decision, RetryAt)
    return decision.at_ms - NOW


def test_jitter_is_a_function_of_seed_step_and_attempt() -> None:
    assert decide() == decide() == RetryAt(1_000_669)
    others = {decide(seed="run_2"), decide(correlation_id="step_2"), decide(attempt=2)}
    assert decide() not in others
    assert len(others) == 3


@pytest.mark.parametrize(
    "failure", [FatalError("no"), NotSerializable("result", "socket", "live"), OutsideWorkflow("sleep")]
)
def test_hopeless_failure_ends_the_step_at_once(failure: BaseException) -> None:
    assert type(decide(failure=failure)) is GiveUp


@pytest.mark.parametrize(
    ("retry_after", "at_ms"),
    [("5s", NOW + 5_000), (2, NOW + 2_000), (0, NOW), (datetime.fromtimestamp(NOW / 1000 + 7, UTC), NOW + 7_000)],
)
def test_retryable_error_moves_the_time(retry_after: Any, at_ms: int) -> None:
    assert decide(failure=RetryableError("x", retry_after=retry_after)) == RetryAt(at_ms)


def test_retryable_error_adds_no_attempt() -> None:
    assert type(decide(failure=RetryableError("x", retry_after="5s"), attempt=4)) is GiveUp


@pytest.mark.parametrize("retry_after", [None, "soon"])
def test_retryable_error_without_a_time_backs_off_as_usual(retry_after: Any) -> None:
    assert decide(failure=RetryableError("x", retry_after=retry_after)) == decide()


def test_lost_attempt_is_made_again_at_once_but_counts() -> None:
    assert decide(failure=AttemptLost("x"), attempt=3) == RetryAt(NOW)
    assert decide(failure=AttemptLost("x"), attempt=4) == GiveUp("that was attempt 4 of 4")


def test_step_is_given_up_when_the_next_attempt_would_start_too_late() -> None:
    policy = RetryPolicy(max_duration_ms=5_000)
    late = RetryableError("x", retry_after="5s")
    assert type(decide(policy)) is RetryAt
    assert decide(policy, failure=late) == GiveUp("the next attempt would start after its 5s are over")
    assert type(decide(policy, first_started_ms=NOW - 5_000, failure=AttemptLost("x"))) is GiveUp
