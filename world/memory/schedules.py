"""The memory world's schedules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vm.errors import InternalError, WorldDamaged
from world.memory.advancing import Advancing
from world.memory.state import in_turn
from world.records import BundleRecord, Creation, ScheduleRecord, Written


class Schedules(Advancing):
    """See `World`, section schedules."""

    @in_turn
    def put_schedule(self, schedule: ScheduleRecord, *, bundle: BundleRecord | None = None) -> None:
        """See `World.put_schedule`."""
        if bundle is not None:
            if bundle.hash != schedule.bundle:
                raise InternalError(f"schedule {schedule.name} points at another bundle than came with it")
            self._bundles.setdefault(bundle.hash, bundle.data)
        elif schedule.bundle not in self._bundles:
            raise WorldDamaged(self.location, f"bundle {schedule.bundle} is missing")
        self._schedules[schedule.name] = schedule
        self.commits += 1

    @in_turn
    def find_schedule(self, name: str) -> ScheduleRecord | None:
        """See `World.find_schedule`."""
        return self._schedules.get(name)

    @in_turn
    def list_schedules(self) -> list[ScheduleRecord]:
        """See `World.list_schedules`."""
        return [self._schedules[name] for name in sorted(self._schedules)]

    @in_turn
    def delete_schedule(self, name: str) -> bool:
        """See `World.delete_schedule`."""
        found = self._schedules.pop(name, None)
        self.commits += found is not None
        return found is not None

    @in_turn
    def next_schedule_ms(self) -> int | None:
        """See `World.next_schedule_ms`."""
        return min((found.next_ms for found in self._schedules.values() if found.next_ms is not None), default=None)

    @in_turn
    def due_schedules(self, *, now_ms: int) -> list[ScheduleRecord]:
        """See `World.due_schedules`."""
        due = [
            (found.next_ms, name, found)
            for name, found in self._schedules.items()
            if found.next_ms is not None and found.next_ms <= now_ms
        ]
        return [found for *_, found in sorted(due, key=lambda entry: entry[:2])]

    @in_turn
    def advance_schedule(
        self, name: str, *, expected_next_ms: int, next_ms: int | None, creations: Sequence[Creation] = ()
    ) -> Written | None:
        """See `World.advance_schedule`."""
        found = self._schedules.get(name)
        if found is None or found.next_ms != expected_next_ms:
            return None
        written = self._write((), creations)
        self._schedules[name] = replace(found, next_ms=next_ms, last_ms=expected_next_ms)
        return written
