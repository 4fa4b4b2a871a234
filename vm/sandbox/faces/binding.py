"""Which run a call of a face belongs to.

The classes of asyncio and trio are constructed without naming a loop, and are given to `isinstance`. So they
are classes, the same for all runs, and find their run in a context variable: a kernel steps its tasks in a
context of its own. Rejected: making the classes anew for each run, at some 30 us each.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

from vm.core.context import Context
from vm.core.kernel import Kernel

_RUN: Final[ContextVar[Context]] = ContextVar("workflow-vm run")


def bind(context: Context) -> None:
    """Say which run the code belongs to that runs from here on, in the context variables of its kernel."""
    _RUN.set(context)


def current_run() -> Context:
    return _RUN.get()


def current_kernel() -> Kernel:
    return _RUN.get().kernel


def monotonic_ms() -> int:
    """Return the milliseconds since the run started. `time.monotonic()` and both loops' clocks tell the same."""
    run = _RUN.get()
    return run.now_ms - run.started_ms
