"""What may happen to a run, a step and a wait, as tables. The state machine *is* these dicts."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class RunStatus(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class StepStatus(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class WaitStatus(StrEnum):
    WAITING = "waiting"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


TERMINAL_RUN: Final = frozenset({RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.CANCELLED})
TERMINAL_STEP: Final = frozenset({StepStatus.COMPLETED, StepStatus.FAILED, StepStatus.CANCELLED})

RUN_LIFECYCLE: Final[dict[tuple[RunStatus | None, str], RunStatus]] = {
    (None, "run_created"): RunStatus.PENDING,
    (RunStatus.PENDING, "run_started"): RunStatus.RUNNING,
    (RunStatus.RUNNING, "run_completed"): RunStatus.COMPLETED,
    (RunStatus.RUNNING, "run_failed"): RunStatus.FAILED,
}

STEP_LIFECYCLE: Final[dict[tuple[StepStatus | None, str], StepStatus]] = {
    (None, "step_created"): StepStatus.PENDING,
    (StepStatus.PENDING, "step_started"): StepStatus.RUNNING,
    (StepStatus.RUNNING, "step_retrying"): StepStatus.PENDING,
    (StepStatus.RUNNING, "step_completed"): StepStatus.COMPLETED,
    (StepStatus.RUNNING, "step_failed"): StepStatus.FAILED,
    (StepStatus.PENDING, "step_failed"): StepStatus.FAILED,  # refused before any attempt: no such step here
    (StepStatus.PENDING, "step_cancelled"): StepStatus.CANCELLED,
    (StepStatus.RUNNING, "step_cancelled"): StepStatus.CANCELLED,
}

WAIT_LIFECYCLE: Final[dict[tuple[WaitStatus | None, str], WaitStatus]] = {
    (None, "wait_created"): WaitStatus.WAITING,
    (WaitStatus.WAITING, "wait_completed"): WaitStatus.COMPLETED,
    (WaitStatus.WAITING, "wait_cancelled"): WaitStatus.CANCELLED,
}
