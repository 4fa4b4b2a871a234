"""Exit codes: what a script may rely on."""

from __future__ import annotations

from typing import Final

from vm.core.lifecycle import RunStatus

DONE: Final = 0
FAILED: Final = 1  # the workflow failed; everything else worked
REFUSED: Final = 2  # usage, a refused source, a world that cannot be used
CANCELLED: Final = 3
DIVERGED: Final = 4  # a replay diverged, a journal or a world is damaged
BUG: Final = 70  # ours, as EX_SOFTWARE: no caller may take it for a workflow that failed
INTERRUPTED: Final = 130

OF_STATUS: Final = {
    RunStatus.COMPLETED: DONE,
    RunStatus.FAILED: FAILED,
    RunStatus.CANCELLED: CANCELLED,
    RunStatus.PENDING: INTERRUPTED,
    RunStatus.RUNNING: INTERRUPTED,
}
