"""The contract that every world keeps. Synchronous: the host decides what may block it.

Everything here is one transaction each, durable when the call returns. Times come from the caller, in
milliseconds since the epoch: a world reads no clock. Ids and positions are the caller's too. Any number of
threads may use a world at once: writes take turns, and what is read was committed. Several processes may
open the same one; it is not carried over a fork.

Errors are those of `vm.errors`: `OperatorError` for the machine (`WorldBusy`, `WorldUnwritable`,
`WorldDamaged`, ...), `CallerError` for the question (`RunNotFound`, `RunExists`). Infrastructure faults
never change anything: an error means nothing was written.
"""

from __future__ import annotations

from typing import Protocol

from world.interface.advancing import Advancing
from world.interface.leases import Leases
from world.interface.limits import Limits
from world.interface.queue import Queue
from world.interface.runs import Runs
from world.interface.schedules import Schedules
from world.interface.upkeep import Upkeep
from world.interface.waking import Waking
from world.outside import OutsideWorld

__all__ = ["World"]


class World(Runs, Advancing, Leases, Waking, Queue, Limits, Schedules, Upkeep, OutsideWorld, Protocol):
    """All that survives a crash."""

    @property
    def location(self) -> str:
        """The URL that opens this world again, for messages to people."""
        ...
