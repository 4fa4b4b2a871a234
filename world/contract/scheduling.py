"""Section: what the clock starts is started once for each tick, whoever looks at the clock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import pytest

from vm.errors import InternalError, RunNotFound, WorldDamaged
from world.contract.making import BUNDLE, NOW, WORKFLOW, Section, create, make_creation
from world.interface import World
from world.records import BundleRecord, NewMessage, ScheduleRecord, Written

HOUR = 3_600_000


class Schedules(Section):
    """Stored by name, moved on by compare-and-set together with the runs of the tick."""

    def test_put_schedule_keeps_every_field_and_the_bundle(self, world: World) -> None:
        data = b"code of a schedule"
        bundle = BundleRecord(sha256(data).hexdigest(), data)
        kept = ScheduleRecord("nightly/é", WORKFLOW, bundle.hash, '{"cron":"0 3 * * *"}', NOW, NOW - HOUR)
        world.put_schedule(kept, bundle=bundle)
        assert world.find_schedule("nightly/é") == kept
        assert world.get_bundle(bundle.hash) == data
        assert world.find_schedule("nightly") is None

    def test_put_schedule_replaces_the_one_with_its_name(self, world: World) -> None:
        _put(world, "a", next_ms=NOW)
        paused = _make("a", next_ms=None, spec="{}")
        world.put_schedule(paused)
        assert world.list_schedules() == [paused]

    def test_put_schedule_refuses_a_bundle_that_is_not_its_own_or_not_there(self, world: World) -> None:
        with pytest.raises(WorldDamaged, match="missing"):
            world.put_schedule(_make("a"))
        with pytest.raises(InternalError):
            world.put_schedule(_make("a", bundle="0" * 64), bundle=BUNDLE)
        assert world.list_schedules() == []

    def test_list_schedules_is_by_name_and_due_schedules_by_time(self, world: World) -> None:
        for name, next_ms in (("c", NOW + 1), ("a", NOW + 2), ("d", NOW + 1), ("b", None)):
            _put(world, name, next_ms=next_ms)
        assert [found.name for found in world.list_schedules()] == ["a", "b", "c", "d"]
        assert [found.name for found in world.due_schedules(now_ms=NOW)] == []
        assert [found.name for found in world.due_schedules(now_ms=NOW + 1)] == ["c", "d"]
        assert [found.name for found in world.due_schedules(now_ms=NOW + HOUR)] == ["c", "d", "a"]
        assert world.next_schedule_ms() == NOW + 1

    def test_delete_schedule_forgets_it(self, world: World) -> None:
        _put(world, "a", next_ms=NOW)
        assert [world.delete_schedule("a"), world.delete_schedule("a")] == [True, False]
        assert (world.find_schedule("a"), world.next_schedule_ms()) == (None, None)

    def test_advance_schedule_moves_it_on_with_the_runs_of_the_tick(self, world: World) -> None:
        _put(world, "a", next_ms=NOW)
        born = make_creation("a.1", messages=(NewMessage("a.1", "start", due_ms=NOW),))
        assert _advance(world, "a", creations=[born]) == Written()
        assert world.find_schedule("a") == _make("a", next_ms=NOW + HOUR, last_ms=NOW)
        assert world.due_runs(now_ms=NOW, limit=9) == ["a.1"]

    def test_advance_schedule_does_nothing_for_who_comes_second(self, world: World) -> None:
        _put(world, "a", next_ms=NOW)
        assert _advance(world, "a", creations=[make_creation("first")]) == Written()
        assert _advance(world, "a", creations=[make_creation("second")]) is None
        assert _advance(world, "nobody", creations=[make_creation("third")]) is None
        assert world.unfinished_runs() == ["first"]
        assert world.find_schedule("a") == _make("a", next_ms=NOW + HOUR, last_ms=NOW)

    def test_advance_schedule_does_nothing_to_one_that_was_paused_meanwhile(self, world: World) -> None:
        _put(world, "a", next_ms=NOW)
        world.put_schedule(_make("a", next_ms=None))
        assert _advance(world, "a", creations=[make_creation("r")]) is None
        assert world.unfinished_runs() == []

    def test_advance_schedule_names_runs_that_are_there_and_moves_on(self, world: World) -> None:
        create(world, "old", dedup_key="schedule a")
        _put(world, "a", next_ms=NOW)
        assert _advance(world, "a", creations=[make_creation("new", dedup_key="schedule a")]) == Written(
            (), {"new": "old"}
        )
        assert world.next_schedule_ms() == NOW + HOUR

    def test_advance_schedule_may_be_the_last_time(self, world: World) -> None:
        _put(world, "a", next_ms=NOW)
        assert _advance(world, "a", next_ms=None) == Written()
        assert (world.next_schedule_ms(), world.find_schedule("a")) == (None, _make("a", next_ms=None, last_ms=NOW))

    def test_advance_schedule_refuses_a_message_to_nobody_and_stays(self, world: World) -> None:
        _put(world, "a", next_ms=NOW)
        with pytest.raises(RunNotFound):
            _advance(world, "a", creations=[make_creation("r", messages=(NewMessage("nobody", "x"),))])
        assert (world.next_schedule_ms(), world.unfinished_runs()) == (NOW, [])

    def test_of_many_that_advance_a_schedule_at_once_one_starts_the_run(self, world: World) -> None:
        _put(world, "a", next_ms=NOW)
        with ThreadPoolExecutor(4) as pool:
            tries = [pool.submit(_advance, world, "a", creations=[make_creation(f"r{n}")]) for n in range(16)]
            written = [done.result() for done in tries]
        assert [found for found in written if found is not None] == [Written()]
        assert len(world.unfinished_runs()) == 1


def _make(name: str, *, next_ms: int | None = NOW, **fields: Any) -> ScheduleRecord:
    return ScheduleRecord(
        name, WORKFLOW, **{"bundle": BUNDLE.hash, "spec": '{"cron":"@hourly"}', **fields}, next_ms=next_ms
    )


def _put(world: World, name: str, *, next_ms: int | None) -> None:
    world.put_schedule(_make(name, next_ms=next_ms), bundle=BUNDLE)


def _advance(world: World, name: str, *, next_ms: int | None = NOW + HOUR, creations: Any = ()) -> Written | None:
    return world.advance_schedule(name, expected_next_ms=NOW, next_ms=next_ms, creations=creations)
