"""Where bodies run: in this process, unless somebody hands in another place."""

from __future__ import annotations

from typing import Protocol

from vm.core.events import RunCreated
from vm.core.program import Program
from vm.core.replay import Replay
from vm.core.state import RunState


class Bodies(Protocol):
    """A place where bodies run.

    `is_aside` says that feeding one may take its time, and is done in a thread so that the other runs go on.
    """

    @property
    def is_aside(self) -> bool: ...

    def open(self, program: Program, header: RunCreated) -> RunState:
        """Return what a run's events are fed to."""
        ...

    def close(self) -> None:
        """End what the place itself has open. The runs are closed before."""
        ...


class OwnBodies:
    """Bodies of this process. Their fuel bounds how long feeding one takes."""

    is_aside = False

    def open(self, program: Program, header: RunCreated) -> RunState:
        return Replay(program, header)

    def close(self) -> None:
        """There is nothing to end."""
