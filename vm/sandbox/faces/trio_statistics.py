"""What trio's events, locks, conditions, semaphores and limiters tell of themselves."""

from __future__ import annotations

from typing import NamedTuple

from vm.core.kernel import Task


class EventStatistics(NamedTuple):
    """Who stands at an event."""

    tasks_waiting: int


class LockStatistics(NamedTuple):
    """Who holds a lock, and how many stand in line for it."""

    locked: bool
    owner: Task | None
    tasks_waiting: int


class ConditionStatistics(NamedTuple):
    """How many wait to be notified, and for the lock."""

    tasks_waiting: int
    lock_statistics: LockStatistics


class CapacityLimiterStatistics(NamedTuple):
    """Who has the tokens, and how many wait for one."""

    borrowed_tokens: int
    total_tokens: int | float
    borrowers: list[object]
    tasks_waiting: int


class ParkingLotStatistics(NamedTuple):
    """How many wait for a semaphore."""

    tasks_waiting: int
