"""What happens to a run as a whole, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from vm.core.events._base import Encoded, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCreated(Event):
    """The header of a run. `input` is the pair (args, kwargs). `bundle` is the sandboxed source's hash."""

    type: ClassVar[str] = "run_created"
    journal_version: int
    run_id: str
    workflow: str
    bundle: str
    policy: int
    seed: str
    input: Encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted(Event):
    type: ClassVar[str] = "run_started"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCompleted(Event):
    type: ClassVar[str] = "run_completed"
    is_fed: ClassVar[bool] = False
    output: Encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFailed(Event):
    type: ClassVar[str] = "run_failed"
    is_fed: ClassVar[bool] = False
    error: Encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class LogWritten(Event):
    """The body printed or logged `text`. Recorded once; a replay regenerates it and shows nothing."""

    type: ClassVar[str] = "log_written"
    is_fed: ClassVar[bool] = False
    level: str
    text: str
