"""What a run's journal tells of each of its parts: steps and their attempts, waits, hooks, children, log lines."""

from __future__ import annotations

from dataclasses import field

from vm.core.events import Encoded
from vm.core.frozen import frozen, record
from vm.core.lifecycle import ChildStatus, HookStatus, StepStatus, WaitStatus
from vm.core.traces import Frame


@record
class AttemptView:
    """One try of a step. `outcome` is `running`, `completed`, `failed` or `cancelled`.

    `retry_at_ms` is when the next attempt is due, after a failure that has one.
    """

    number: int
    started_ms: int
    ended_ms: int | None = None
    outcome: str = "running"
    error: Encoded | None = None
    trace: tuple[Frame, ...] = ()
    retry_at_ms: int | None = None


@record
class StepView:
    """One call of a step, with everything that the journal knows of it."""

    correlation_id: str
    step: str
    args: Encoded
    created_ms: int
    status: StepStatus
    attempts: list[AttemptView] = field(default_factory=list)
    ended_ms: int | None = None
    result: Encoded | None = None
    error: Encoded | None = None
    trace: tuple[Frame, ...] = ()

    @property
    def duration_ms(self) -> int | None:
        """From the start of the first attempt to the end; None until then, or if it was never started."""
        if self.ended_ms is None or not self.attempts:
            return None
        return self.ended_ms - self.attempts[0].started_ms


@record
class WaitView:
    """One sleep of the body."""

    correlation_id: str
    until_ms: int
    created_ms: int
    status: WaitStatus
    ended_ms: int | None = None


@record
class HookView:
    """One hook of the body. `payloads` are what it was sent, with when; `owner` is the run that has its token."""

    correlation_id: str
    token: str
    kind: str
    created_ms: int
    status: HookStatus
    metadata: Encoded | None = None
    payloads: list[tuple[int, Encoded]] = field(default_factory=list)
    ended_ms: int | None = None
    owner: str | None = None


@record
class ChildView:
    """One run that the body started."""

    correlation_id: str
    run_id: str
    workflow: str
    input: Encoded
    created_ms: int
    status: ChildStatus
    ended_ms: int | None = None
    result: Encoded | None = None
    error: Encoded | None = None


@frozen
class LogView:
    """One line that the body printed or logged."""

    at_ms: int
    level: str
    text: str
