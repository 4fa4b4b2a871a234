"""Runs that are started by the clock: SQL and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vm.errors import InternalError, WorldDamaged
from world.records import BundleRecord, Creation, ScheduleRecord, Written
from world.sqlite import runs
from world.sqlite.base import Base
from world.sqlite.creations import require_addressees, send_all

_COLUMNS: Final = "name, workflow, bundle, spec, next_ms, last_ms"
_PUT: Final = f"INSERT OR REPLACE INTO schedules ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
_FIND: Final = f"SELECT {_COLUMNS} FROM schedules WHERE name = ?"
_SELECT: Final = f"SELECT {_COLUMNS} FROM schedules ORDER BY name"
_DELETE: Final = "DELETE FROM schedules WHERE name = ?"
_NEXT: Final = "SELECT min(next_ms) FROM schedules WHERE next_ms IS NOT NULL"
_DUE: Final = f"SELECT {_COLUMNS} FROM schedules WHERE next_ms <= ? ORDER BY next_ms, name"
_ADVANCE: Final = "UPDATE schedules SET next_ms = ?, last_ms = ? WHERE name = ? AND next_ms = ?"


class Schedules(Base):
    """See `World`, section schedules."""

    def put_schedule(self, schedule: ScheduleRecord, *, bundle: BundleRecord | None = None) -> None:
        """See `World.put_schedule`."""
        if bundle is not None and bundle.hash != schedule.bundle:
            raise InternalError(f"schedule {schedule.name} points at another bundle than came with it")
        with self._connection.transaction() as raw:
            if bundle is not None:
                runs.insert_bundle(raw, bundle)
            elif raw.execute(runs.FIND_BUNDLE, (schedule.bundle,)).fetchone() is None:
                raise WorldDamaged(self.location, f"bundle {schedule.bundle} is missing")
            values = (schedule.name, schedule.workflow, schedule.bundle, schedule.spec)
            raw.execute(_PUT, (*values, schedule.next_ms, schedule.last_ms))

    def find_schedule(self, name: str) -> ScheduleRecord | None:
        """See `World.find_schedule`."""
        row = self._connection.fetch_one(_FIND, (name,))
        return None if row is None else ScheduleRecord(*row)

    def list_schedules(self) -> list[ScheduleRecord]:
        """See `World.list_schedules`."""
        return [ScheduleRecord(*row) for row in self._connection.fetch_all(_SELECT)]

    def delete_schedule(self, name: str) -> bool:
        """See `World.delete_schedule`."""
        with self._connection.transaction() as raw:
            return raw.execute(_DELETE, (name,)).rowcount == 1

    def next_schedule_ms(self) -> int | None:
        """See `World.next_schedule_ms`."""
        next_ms: int | None = self._connection.fetch_one(_NEXT)[0]
        return next_ms

    def due_schedules(self, *, now_ms: int) -> list[ScheduleRecord]:
        """See `World.due_schedules`."""
        return [ScheduleRecord(*row) for row in self._connection.fetch_all(_DUE, (now_ms,))]

    def advance_schedule(
        self, name: str, *, expected_next_ms: int, next_ms: int | None, creations: Sequence[Creation] = ()
    ) -> Written | None:
        """See `World.advance_schedule`."""
        with self._connection.transaction() as raw:
            if raw.execute(_ADVANCE, (next_ms, expected_next_ms, name, expected_next_ms)).rowcount != 1:
                return None
            require_addressees(raw, (), creations)
            existing = send_all(raw, (), creations)
        return Written((), existing)
