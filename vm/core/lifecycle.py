"""What may happen to a run, a step, a wait, a hook and a child, as tables. The state machine *is* these dicts."""

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


class HookStatus(StrEnum):
    OPEN = "open"
    DISPOSED = "disposed"
    CONFLICTED = "conflicted"


class ChildStatus(StrEnum):
    RUNNING = "running"
    CANCELLING = "cancelling"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


TERMINAL_RUN: Final = frozenset({RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.CANCELLED})
TERMINAL_STEP: Final = frozenset({StepStatus.COMPLETED, StepStatus.FAILED, StepStatus.CANCELLED})

RUN_LIFECYCLE: Final[dict[tuple[RunStatus | None, str], RunStatus]] = {
    (None, "run_created"): RunStatus.PENDING,
    (RunStatus.PENDING, "run_started"): RunStatus.RUNNING,
    (RunStatus.RUNNING, "run_completed"): RunStatus.COMPLETED,
    (RunStatus.RUNNING, "run_failed"): RunStatus.FAILED,
    (RunStatus.RUNNING, "run_continued"): RunStatus.COMPLETED,
    (RunStatus.PENDING, "cancel_requested"): RunStatus.PENDING,
    (RunStatus.RUNNING, "cancel_requested"): RunStatus.RUNNING,
    (RunStatus.PENDING, "run_upgraded"): RunStatus.PENDING,
    (RunStatus.RUNNING, "run_upgraded"): RunStatus.RUNNING,
    (RunStatus.PENDING, "run_cancelled"): RunStatus.CANCELLED,
    (RunStatus.RUNNING, "run_cancelled"): RunStatus.CANCELLED,
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

HOOK_LIFECYCLE: Final[dict[tuple[HookStatus | None, str], HookStatus]] = {
    (None, "hook_created"): HookStatus.OPEN,
    (HookStatus.OPEN, "hook_received"): HookStatus.OPEN,
    (HookStatus.OPEN, "hook_disposed"): HookStatus.DISPOSED,
    (HookStatus.OPEN, "hook_conflict"): HookStatus.CONFLICTED,
}

_LIVING: Final = (ChildStatus.RUNNING, ChildStatus.CANCELLING)

CHILD_LIFECYCLE: Final[dict[tuple[ChildStatus | None, str], ChildStatus]] = {
    (None, "child_created"): ChildStatus.RUNNING,
    (ChildStatus.RUNNING, "child_cancel_requested"): ChildStatus.CANCELLING,
    **{(status, "child_completed"): ChildStatus.COMPLETED for status in _LIVING},
    **{(status, "child_failed"): ChildStatus.FAILED for status in _LIVING},
    **{(status, "child_cancelled"): ChildStatus.CANCELLED for status in _LIVING},
}
"""A child that nobody waits for any more ends as `cancelling`: how it really ended stands in its own journal."""
