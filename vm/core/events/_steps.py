"""What happens to a step."""

from __future__ import annotations

from typing import ClassVar

from vm.core.events._base import Encoded, Event
from vm.core.frozen import frozen


@frozen(kw_only=True)
class StepCreated(Event):
    """The body asked for a step. `args` is the pair (args, kwargs); `options` what `use_step` was given."""

    type: ClassVar[str] = "step_created"
    is_fed: ClassVar[bool] = False
    correlation_id: str
    step: str
    options: Encoded | None = None
    args: Encoded


@frozen(kw_only=True)
class StepStarted(Event):
    """Attempt `attempt` (from 1) is about to run."""

    type: ClassVar[str] = "step_started"
    correlation_id: str
    attempt: int


@frozen(kw_only=True)
class StepRetrying(Event):
    """Attempt `attempt` failed with `error`; the next one is due at `retry_at_ms`."""

    type: ClassVar[str] = "step_retrying"
    correlation_id: str
    attempt: int
    retry_at_ms: int
    error: Encoded


@frozen(kw_only=True)
class StepCompleted(Event):
    type: ClassVar[str] = "step_completed"
    correlation_id: str
    result: Encoded


@frozen(kw_only=True)
class StepFailed(Event):
    """The step failed for good after `attempts` attempts (0: it was never run)."""

    type: ClassVar[str] = "step_failed"
    correlation_id: str
    attempts: int
    error: Encoded


@frozen(kw_only=True)
class StepCancelled(Event):
    type: ClassVar[str] = "step_cancelled"
    is_fed: ClassVar[bool] = False
    correlation_id: str
