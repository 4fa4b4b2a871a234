"""What a running step may know of itself."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from vm.core.frozen import frozen
from vm.errors import OutsideStep

if TYPE_CHECKING:
    from world.interface import World


@frozen
class StepMetadata:
    """`step_id` is globally unique and the same at every attempt: use it as the idempotency key.

    `attempt` counts from 1. `step` is the step's id in the source. `run_id` is the run that called it.
    """

    step_id: str
    run_id: str
    step: str
    attempt: int


current_world: Final[ContextVar[World]] = ContextVar("vm_current_world")
"""The world of the run whose step this is. For who reads the run's journal in a step."""

current_step: Final[ContextVar[StepMetadata]] = ContextVar("vm_current_step")


def get_step_metadata() -> StepMetadata:
    """Return what the running step may know of itself. Works in async steps, threads and asyncio steps.

    Raises:
        OutsideStep: No step that the VM runs is running here.
    """
    try:
        return current_step.get()
    except LookupError:
        raise OutsideStep("get_step_metadata") from None
