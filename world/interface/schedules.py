"""Runs that are started by the clock. What a `spec` means is the host's business."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from world.records import BundleRecord, Creation, ScheduleRecord, Written


class Schedules(Protocol):
    """See `world.interface`."""

    def put_schedule(self, schedule: ScheduleRecord, *, bundle: BundleRecord | None = None) -> None:
        """Store a schedule, in place of the one with its name. `bundle` may be left out when it is there.

        Raises:
            InternalError: The bundle is not the schedule's.
            WorldDamaged: No bundle was given, and it is not there.
        """
        ...

    def find_schedule(self, name: str) -> ScheduleRecord | None: ...

    def list_schedules(self) -> list[ScheduleRecord]:
        """Return all schedules, by name."""
        ...

    def delete_schedule(self, name: str) -> bool:
        """Forget a schedule; return False when there is none. Runs that it started stay."""
        ...

    def next_schedule_ms(self) -> int | None:
        """Return the earliest `next_ms` of all schedules, or None."""
        ...

    def due_schedules(self, *, now_ms: int) -> list[ScheduleRecord]:
        """Return the schedules whose `next_ms` has come, earliest first, then by name."""
        ...

    def advance_schedule(
        self, name: str, *, expected_next_ms: int, next_ms: int | None, creations: Sequence[Creation] = ()
    ) -> Written | None:
        """Move a schedule on from one tick to the next, and create that tick's runs, in one transaction.

        Of all workers that try, one moves it: None, and nothing written, when its `next_ms` is not
        `expected_next_ms` (any more), or it is gone. Its `last_ms` is `expected_next_ms` then. Creations are
        treated as in `append`.

        Raises:
            RunNotFound: See `append`.
        """
        ...
