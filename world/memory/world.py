"""The memory world, put together. It passes the same contract suite as every other world."""

from __future__ import annotations

from world.memory.health import Health
from world.memory.leasing import Leasing
from world.memory.limits import Limits
from world.memory.queueing import Queueing
from world.memory.runs import Runs
from world.memory.schedules import Schedules
from world.memory.upkeep import Upkeep


class MemoryWorld(Runs, Schedules, Upkeep, Leasing, Queueing, Limits, Health):
    """A `World` that lives as long as the object.

    `close` forgets nothing: a test that kills a host opens its runs again through the same object.
    """
