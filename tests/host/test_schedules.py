"""Ticks become runs: once each, whoever is first, by the policies for overlaps and missed ones. On clocks that jump."""

from __future__ import annotations

import datetime
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from vm.core.codec import encode_call
from vm.core.lifecycle import RunStatus
from vm.errors import MalformedValue, WorldBusy
from vm.host.clock import VirtualClock
from vm.host.programs import ProgramCache, find_source
from vm.host.schedules import LOOK_AGAIN_MS, Missed, Overlap, Schedules, Spec
from vm.host.ticks import Rhythm
from world.memory import MemoryWorld
from world.records import Append, BundleRecord, ScheduleRecord, Written

SOURCE = 'async def report(day: str) -> str:\n    "use workflow"\n    return day\n'
MINUTE = 60_000
START = 1_774_000_000_000 // MINUTE * MINUTE


async def inline(work: Callable[[], Any]) -> Any:
    return work()


class Timetable:
    """A world with one schedule, a clock that jumps, and workers on both."""

    def __init__(self, *, overlap: Overlap = "allow", missed: Missed = "last", rhythm: Rhythm | None = None) -> None:
        source = find_source(SOURCE, None)
        bundle = BundleRecord(source.bundle.hash, source.bundle.to_bytes())
        self.world = MemoryWorld()
        self.clock = VirtualClock(START)
        rhythm = rhythm or Rhythm(None, "UTC", MINUTE)
        spec = Spec(rhythm, encode_call(("today",), {}), None, overlap, missed)
        record = ScheduleRecord("daily", source.workflow_id, bundle.hash, spec.dump(), rhythm.find_next(START))
        self.world.put_schedule(record, bundle=bundle)
        self.worker = self.hire()

    def hire(self) -> Schedules:
        return Schedules(self.world, ProgramCache(self.world), inline, self.clock.now_ms)

    @property
    def record(self) -> ScheduleRecord:
        found = self.world.find_schedule("daily")
        assert found is not None
        return found

    def runs(self) -> list[int]:
        """Return which ticks became runs, in minutes after the start, oldest first."""
        moments = [run.run_id.removeprefix("daily@") for run in reversed(self.world.list_runs())]
        return [int(datetime.datetime.fromisoformat(one).timestamp() * 1000 - START) // MINUTE for one in moments]

    async def at(self, minutes: float) -> list[int]:
        """Let the worker look at a time, as often as there is something to do; return the runs that are there then."""
        self.clock.advance_to(START + int(minutes * MINUTE))
        while await self.worker.take_due():
            pass
        return self.runs()

    def end(self, minute: int) -> None:
        """End the run of a tick."""
        moment = datetime.datetime.fromtimestamp(START / 1000 + minute * 60, datetime.UTC).replace(tzinfo=None)
        run_id, now = f"daily@{moment.isoformat()}Z", self.clock.now_ms()
        lease = self.world.claim_run(run_id, owner="w", now_ms=now, expires_ms=now + 1)
        over = Append(run_id, lease.epoch, 1, (), now, now + 1, status=RunStatus.COMPLETED)
        assert self.world.append([over]).fenced == ()


async def test_tick_becomes_a_run_that_is_due_at_once() -> None:
    table = Timetable()
    assert await table.at(0.99) == []
    assert await table.at(1) == [1]
    (run,) = table.world.list_runs()
    (message,) = table.world.list_messages()
    assert (message.run_id, message.kind, message.due_ms) == (run.run_id, "start", START + MINUTE)
    assert (run.status, run.owner, run.workflow) == (RunStatus.PENDING, None, table.record.workflow)
    assert (table.record.last_ms, table.record.next_ms) == (START + MINUTE, START + 2 * MINUTE)


async def test_days_of_virtual_time_make_every_tick_once_also_where_clocks_are_set() -> None:
    rhythm = Rhythm("30 2 * * *", "Europe/Berlin", None)  # from 20 March 2026: the gap is on the 29th
    table = Timetable(rhythm=rhythm)
    for _ in range(240):
        next_ms = table.worker.next_look_ms()
        assert next_ms is not None
        table.clock.advance_to(next_ms)
        await table.worker.take_due()
    days = [run.run_id.removeprefix("daily@") for run in table.world.list_runs()]
    assert len(set(days)) == 240
    assert "2026-03-29T01:00:00Z" in days
    assert "2026-10-25T00:30:00Z" in days
    assert "2026-10-25T01:30:00Z" not in days


async def test_two_workers_make_a_tick_once() -> None:
    table = Timetable()
    other = table.hire()
    stale = table.record
    await table.at(1)
    assert await other.take_due() == 0
    assert table.world.advance_schedule("daily", expected_next_ms=stale.next_ms or 0, next_ms=None) is None
    assert table.runs() == [1]


async def test_worker_that_comes_second_in_the_same_moment_makes_nothing() -> None:
    table = Timetable()
    table.clock.advance_to(START + MINUTE)
    first = table.hire()

    async def beaten(work: Callable[[], Any]) -> Any:
        await first.take_due()  # between what `second` read and what it writes
        return work()

    second = Schedules(table.world, ProgramCache(table.world), beaten, table.clock.now_ms)
    assert await second.take_due() == 0
    assert table.runs() == [1]


async def test_tick_is_not_lost_when_its_transaction_fails() -> None:
    table = Timetable()
    table.clock.advance_to(START + MINUTE)

    async def fail(work: Callable[[], Written]) -> Written:
        raise WorldBusy("memory:", 1)

    with pytest.raises(WorldBusy):
        await Schedules(table.world, ProgramCache(table.world), fail, table.clock.now_ms).take_due()
    assert table.runs() == []
    assert await table.at(1.5) == [1]


@pytest.mark.parametrize(
    ("missed", "late", "made"),
    [
        ("last", 5.5, [5]),
        ("last", 500, [500]),
        ("all", 5.5, [1, 2, 3, 4, 5]),
        ("skip", 5.5, [5]),  # half a minute late is not missed
    ],
)
async def test_missed_ticks_go_by_their_policy(missed: Missed, late: float, made: list[int]) -> None:
    table = Timetable(missed=missed)
    assert await table.at(late) == made
    assert table.record.next_ms == START + (int(late) + 1) * MINUTE


async def test_missed_ticks_are_skipped_when_they_are_over_a_minute_late() -> None:
    table = Timetable(missed="skip", rhythm=Rhythm(None, "UTC", 10 * MINUTE))
    first = ((table.record.next_ms or 0) - START) // MINUTE
    assert await table.at(first + 2) == []
    assert table.record.next_ms == START + (first + 10) * MINUTE
    assert await table.at(first + 10) == [first + 10]


async def test_overlap_allow_starts_a_run_beside_one_that_has_not_ended() -> None:
    table = Timetable(overlap="allow")
    await table.at(1)
    assert await table.at(2) == [1, 2]


async def test_overlap_skip_drops_ticks_until_the_run_has_ended() -> None:
    table = Timetable(overlap="skip")
    await table.at(1)
    await table.at(2)
    assert await table.at(3) == [1]
    table.end(1)
    assert await table.at(4) == [1, 4]


@pytest.mark.parametrize(("missed", "then"), [("last", [1, 3]), ("all", [1, 2]), ("skip", [1, 3])])
async def test_overlap_queue_waits_for_the_run_to_end(missed: Missed, then: list[int]) -> None:
    table = Timetable(overlap="queue", missed=missed)
    await table.at(1)
    await table.at(2)
    assert await table.at(3) == [1]
    assert table.worker.next_look_ms() == table.clock.now_ms() + LOOK_AGAIN_MS
    table.end(1)
    assert await table.at(3.1) == then
    assert await table.at(3.2) == then, "the next waits for this one"
    table.end(then[-1])
    assert await table.at(4) == [*then, then[-1] + 1]


async def test_paused_schedule_does_not_tick() -> None:
    table = Timetable()
    table.world.put_schedule(replace(table.record, next_ms=None))
    assert await table.at(5) == []
    assert table.worker.next_look_ms() is None


async def test_schedule_that_cannot_be_read_is_told_once_and_holds_up_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    table = Timetable()
    table.world.put_schedule(replace(table.record, name="broken", spec="{}", next_ms=START))
    with caplog.at_level(logging.WARNING):
        assert await table.at(1) == [1]
        assert await table.at(2) == [1, 2]
    assert [record.getMessage().split(":")[0] for record in caplog.records] == ["schedule broken waits"]
    assert table.worker.next_look_ms() == table.clock.now_ms() + LOOK_AGAIN_MS


@pytest.mark.parametrize("change", [{"form": 2}, {"overlap": "maybe"}, {"missed": "some"}, {"color": "red"}])
def test_spec_of_another_version_is_malformed(change: dict[str, Any]) -> None:
    table = Timetable()
    spec = json.dumps({**json.loads(table.record.spec), **change})
    with pytest.raises(MalformedValue):
        Spec.load(replace(table.record, spec=spec))
