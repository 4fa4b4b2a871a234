"""Starts runs by the clock: whichever worker is first makes a tick's run and moves the schedule on, in one transaction.

A tick is a run id, so that nothing can make it twice; and it is due until that transaction is committed, so that no
crash loses it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, replace
from functools import partial
from typing import Any, Final, Literal, TypeVar

from vm.core.events import Encoded
from vm.core.frozen import frozen
from vm.core.journal import Journal
from vm.core.lifecycle import TERMINAL_RUN
from vm.errors import BadInput, MalformedValue, OperatorError, VMError, WorldDamaged
from vm.host.headers import make_header
from vm.host.programs import ProgramCache
from vm.host.ticks import Rhythm, tick_run_id
from world.interface import World
from world.records import START, BundleRecord, Creation, JournalRow, NewMessage, NewRun, ScheduleRecord, Written

FORM: Final = 1
MISSED_MS: Final = 60_000  # a tick that nobody made by then was missed
MOST_AT_ONCE: Final = 64  # ticks of one schedule before others have their turn
LOOK_AGAIN_MS: Final = 2_000  # at one whose run before has not ended, or that cannot be made

Overlap = Literal["skip", "allow", "queue"]
Missed = Literal["skip", "last", "all"]
OVERLAPS: Final[tuple[Overlap, ...]] = ("skip", "allow", "queue")
MISSES: Final[tuple[Missed, ...]] = ("skip", "last", "all")

_T = TypeVar("_T")
Write = Callable[[Callable[[], _T]], Awaitable[_T]]
"""Does a transaction where transactions are done."""

_log: Final = logging.getLogger(__name__)


@frozen
class Spec:
    """What a schedule's record says beyond its name, code and next tick. `input` is the encoded call of its runs.

    `overlap`: what becomes of a tick while the run before has not ended. It is dropped (`skip`), starts a run all the
    same (`allow`), or waits for that end (`queue`). `missed`: what becomes of ticks that came while no worker looked,
    or while one waited: none is made up for (`skip`), the latest is (`last`), or each (`all`).
    """

    rhythm: Rhythm
    input: Encoded
    origin: str | None
    overlap: Overlap = "skip"
    missed: Missed = "last"
    form: int = FORM

    def dump(self) -> str:
        """Return the text that the world keeps."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, record: ScheduleRecord) -> Spec:
        """Read a record's text back.

        Raises:
            MalformedValue: Another version wrote it, or something else did.
        """
        try:
            values: dict[str, Any] = json.loads(record.spec)
            spec = cls(**{**values, "rhythm": Rhythm(**values["rhythm"]), "input": Encoded(values["input"])})
        except (ValueError, TypeError, KeyError, BadInput) as error:
            raise MalformedValue(f"schedule {record.name} cannot be read: {error}") from error
        if spec.form != FORM or spec.overlap not in OVERLAPS or spec.missed not in MISSES:
            raise MalformedValue(f"schedule {record.name} was written by another version")
        return spec

    def dedup_key(self, name: str) -> str | None:
        """Return what keeps a second run of the schedule from being made while one has not ended."""
        return f"schedule/{name}" if self.overlap == "skip" else None


def make_creation(
    programs: ProgramCache, record: ScheduleRecord, spec: Spec, run_id: str, *, now_ms: int, data: bytes
) -> Creation:
    """Return the run that a schedule starts, for whoever takes it up. `data` are its bundle's bytes.

    Raises:
        OperatorError: The code that it was added with cannot be used.
    """
    program = programs.load(record.bundle, record.workflow)
    header = make_header(program, record.workflow, record.bundle, spec.input, now_ms=now_ms, run_id=run_id, seed=None)
    entry = Journal(run_id).append(header)
    return Creation(
        NewRun(run_id, record.workflow, record.bundle, now_ms, spec.origin, spec.dedup_key(record.name)),
        (JournalRow(entry.position, entry.body, entry.hash, now_ms, 0),),
        BundleRecord(record.bundle, data),
        messages=(NewMessage(run_id, START, due_ms=now_ms),),
    )


class Schedules:
    """Makes the ticks that are due. Everything it knows is in the world; any number of them may work at once."""

    def __init__(self, world: World, programs: ProgramCache, write: Write[Any], now_ms: Callable[[], int]) -> None:
        self._world = world
        self._programs = programs
        self._write = write
        self._now_ms = now_ms
        self._waiting: dict[str, str] = {}  # by schedule: what it waits for, said once

    async def take_due(self) -> int:
        """Make what is due, as far as its policies say so; return how many ticks were dealt with.

        Raises:
            OperatorError: The world is out of reach.
        """
        next_ms, count = self._world.next_schedule_ms(), 0
        if next_ms is None or next_ms > self._now_ms():
            self._waiting.clear()
            return 0
        for record in self._world.due_schedules(now_ms=self._now_ms()):
            count += await self._take(record)
        return count

    def next_look_ms(self) -> int | None:
        """Return when to look again; None when no schedule has a tick to come."""
        if not self._waiting:
            return self._world.next_schedule_ms()
        others = (record for record in self._world.list_schedules() if record.name not in self._waiting)
        times = [record.next_ms for record in others if record.next_ms is not None]
        return min([*times, self._now_ms() + LOOK_AGAIN_MS])

    async def _take(self, record: ScheduleRecord) -> int:
        count = 0
        try:
            spec = Spec.load(record)
            for _ in range(MOST_AT_ONCE):
                moved = await self._make_one(record, spec)
                if moved is None:
                    break
                count += 1
                record = moved
        except VMError as error:
            if isinstance(error, OperatorError) and not isinstance(error, WorldDamaged):
                raise
            self._wait(record.name, f"its run cannot be made: {error.what}")
        return count

    async def _make_one(self, record: ScheduleRecord, spec: Spec) -> ScheduleRecord | None:
        """Deal with one tick that is due; return the record as it is then, None when there is nothing more to do."""
        now, tick_ms = self._now_ms(), record.next_ms
        if tick_ms is None or tick_ms > now:
            return None
        if spec.overlap == "queue" and self._is_going_on(record):  # before `last_ms` moves on
            self._wait(record.name, "the run of the tick before has not ended")
            return None
        latest_ms = tick_ms if spec.missed == "all" else spec.rhythm.find_latest(tick_ms, now)
        if spec.missed == "skip" and now - latest_ms > MISSED_MS:
            return await self._move(record, spec.rhythm.find_next(now))
        if latest_ms != tick_ms:
            return await self._move(record, latest_ms)
        creation = make_creation(
            self._programs,
            record,
            spec,
            tick_run_id(record.name, tick_ms),
            now_ms=now,
            data=self._world.get_bundle(record.bundle),
        )
        return await self._move(record, spec.rhythm.find_next(tick_ms), creation)

    async def _move(self, record: ScheduleRecord, next_ms: int | None, *creations: Creation) -> ScheduleRecord | None:
        """Move a schedule on; return None when another worker did."""
        assert record.next_ms is not None
        advance = partial(
            self._world.advance_schedule,
            record.name,
            expected_next_ms=record.next_ms,
            next_ms=next_ms,
            creations=creations,
        )
        written: Written | None = await self._write(advance)
        if written is None:
            return None
        self._waiting.pop(record.name, None)
        _tell(record.name, creations, written.existing)
        return replace(record, next_ms=next_ms, last_ms=record.next_ms)

    def _is_going_on(self, record: ScheduleRecord) -> bool:
        """Say whether the run of the last tick that made one has not ended."""
        if record.last_ms is None:
            return False
        run = self._world.find_run(tick_run_id(record.name, record.last_ms))
        return run is not None and run.status not in TERMINAL_RUN

    def _wait(self, name: str, why: str) -> None:
        if self._waiting.get(name) != why:
            _log.warning("schedule %s waits: %s", name, why)
        self._waiting[name] = why


def _tell(name: str, creations: tuple[Creation, ...], existing: Mapping[str, str]) -> None:
    for creation in creations:
        run_id = creation.run.run_id
        if existing.get(run_id, run_id) == run_id:
            _log.info("schedule %s starts run %s", name, run_id)
        else:
            _log.info("schedule %s drops run %s: %s has not ended", name, run_id, existing[run_id])
