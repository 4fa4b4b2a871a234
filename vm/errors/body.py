"""What a workflow body, or a step, raises or catches itself."""

from __future__ import annotations

import datetime
from typing import Any


class FatalError(Exception):
    """Raise in a step to fail it at once, without another attempt."""


class RetryableError(Exception):
    """Raise in a step to ask for another attempt, at a time of your choosing.

    `retry_after` is a duration ("5m", seconds, timedelta) or a datetime. It moves the time of the next
    attempt; it does not add to the number of attempts.
    """

    def __init__(
        self, *args: Any, retry_after: str | float | datetime.timedelta | datetime.datetime | None = None
    ) -> None:
        super().__init__(*args)
        self.retry_after = retry_after


class StepFailed(Exception):
    """Raised in the body at the `await` of a step that has failed for good.

    `__cause__` is the step's own error, rebuilt. `step` is the step id, `correlation_id` the call's id in
    this run, `attempts` how many attempts were made.
    """

    def __init__(self, message: str, *, step: str = "", correlation_id: str = "", attempts: int = 0) -> None:
        super().__init__(message)
        self.step = step
        self.correlation_id = correlation_id
        self.attempts = attempts


class StepTimeout(Exception):
    """The cause of a failed attempt that took longer than its `timeout`."""


class AttemptLost(Exception):
    """The cause of an attempt whose worker died while it ran."""


class HookConflict(Exception):
    """Raised at the await of a hook whose token another live run has. `run_id` is that run's."""

    def __init__(self, token: str, run_id: str) -> None:
        super().__init__(token, run_id)
        self.token = token
        self.run_id = run_id

    def __str__(self) -> str:
        return f"the token {self.token!r} belongs to run {self.run_id}, which has not ended"


class HookDisposed(Exception):
    """Raised at the await of a hook that was disposed of: no payload will come."""


class ChildFailed(Exception):
    """Raised in the body at the await of a child run that failed. `__cause__` is its error, rebuilt."""

    def __init__(self, message: str, *, run_id: str = "", workflow: str = "") -> None:
        super().__init__(message)
        self.run_id = run_id
        self.workflow = workflow


class ChildCancelled(ChildFailed):
    """Raised in the body at the await of a child run that was cancelled."""


class RemoteError(Exception):
    """Stands in for a step's exception whose type is not known on this side.

    `type_name` says what it was, `message` how it words itself when its class has words of its own,
    `exceptions` what it held when it was a group. Its other attributes are attributes here.
    """

    __slots__ = ("exceptions", "message", "type_name")  # apart from the attributes of what it stands for

    def __init__(
        self,
        *args: Any,
        type_name: str = "",
        message: str | None = None,
        exceptions: tuple[BaseException, ...] | None = None,
    ) -> None:
        super().__init__(*args)
        self.type_name = type_name
        self.message = message
        self.exceptions = exceptions

    def __str__(self) -> str:
        return super().__str__() if self.message is None else self.message
