"""Whether a failed step gets another attempt, and when. Pure: the host asks, the host acts."""

from __future__ import annotations

from random import Random

from vm.core.durations import due_ms, format_ms
from vm.core.frozen import frozen
from vm.errors import AttemptLost, AuthorError, BadDuration, FatalError, NotSerializable, RetryableError


@frozen(kw_only=True)
class RetryPolicy:
    """How a step is retried. `max_retries` = 3 means up to 4 attempts.

    `timeout_ms` bounds one attempt, `max_duration_ms` all of them together, the waits between included;
    None means no bound. Without `jitter` the wait before an attempt is what `backoff_ms` and `factor` say, instead
    of some of it. An attempt whose worker died is followed by another while there were no more than `max_lost`
    attempts; None: as for those that failed.
    """

    max_retries: int = 3
    backoff_ms: int = 1_000
    factor: float = 2.0
    max_backoff_ms: int = 60_000
    timeout_ms: int | None = None
    max_duration_ms: int | None = None
    jitter: bool = True
    max_lost: int | None = None


@frozen
class RetryAt:
    """The next attempt is due at `at_ms`."""

    at_ms: int


@frozen
class GiveUp:
    """The step has failed for good. `reason` is for people."""

    reason: str


def decide_retry(
    policy: RetryPolicy,
    *,
    attempt: int,
    failure: BaseException,
    now_ms: int,
    first_started_ms: int,
    seed: str,
    correlation_id: str,
) -> RetryAt | GiveUp:
    """Decide what follows attempt `attempt` (from 1), which failed with `failure` at `now_ms`.

    `first_started_ms` is when the first attempt began. The jitter depends on nothing but the run's seed, the
    step's correlation id and the attempt, so it is the same in whatever order steps fail.
    """
    if isinstance(failure, FatalError):
        return GiveUp("it raised FatalError")
    if isinstance(failure, NotSerializable):
        return GiveUp("its result cannot be stored, and would not be the next time")
    if isinstance(failure, AuthorError):
        return GiveUp("the code must change first, and will not by itself")
    is_lost = isinstance(failure, AttemptLost) and policy.max_lost is not None
    if attempt > (policy.max_lost if is_lost and policy.max_lost is not None else policy.max_retries):
        return GiveUp("that was its only attempt" if attempt == 1 else f"that was attempt {attempt} of {attempt}")
    at_ms = _next_attempt_ms(policy, attempt, failure, now_ms, f"{seed}/{correlation_id}/{attempt}")
    if policy.max_duration_ms is not None and at_ms >= first_started_ms + policy.max_duration_ms:
        return GiveUp(f"the next attempt would start after its {format_ms(policy.max_duration_ms)} are over")
    return RetryAt(at_ms)


def _next_attempt_ms(policy: RetryPolicy, attempt: int, failure: BaseException, now_ms: int, seed: str) -> int:
    if isinstance(failure, AttemptLost):
        return now_ms  # the worker died, not the step: there is nothing to wait for
    if isinstance(failure, RetryableError) and failure.retry_after is not None:
        try:
            return due_ms(failure.retry_after, now_ms)
        except BadDuration:  # a slip in how long to wait must not cost the step its attempts
            pass
    share = Random(seed).random() if policy.jitter else 1.0
    return now_ms + round(share * _backoff_ms(policy, attempt))


def _backoff_ms(policy: RetryPolicy, attempt: int) -> float:
    try:
        return min(policy.backoff_ms * policy.factor ** (attempt - 1), policy.max_backoff_ms)
    except OverflowError:  # a float ends long after the cap
        return policy.max_backoff_ms
