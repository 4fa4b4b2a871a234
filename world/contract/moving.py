"""Sections: runs come from other worlds whole; runs that ended long ago go, with all that is theirs."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from vm.core.lifecycle import RunStatus
from vm.errors import InternalError, RunExists, RunNotFound, WorldDamaged
from world.changes import Belongings, Changes, HookRecord, NewChunk
from world.contract.making import (
    BUNDLE,
    NOW,
    WORKFLOW,
    Section,
    advance,
    claim,
    create,
    create_leased,
    make_creation,
    make_rows,
    new_run,
    wait,
)
from world.interface import World
from world.records import BundleRecord, JournalRow, NewMessage, RunRecord, ScheduleRecord


class Imports(Section):
    """`import_run` stores a run as it was elsewhere."""

    def test_import_run_stores_a_finished_run_as_it_was(self, world: World) -> None:
        run, rows = _exported(4, status=RunStatus.COMPLETED, ended_ms=NOW + 50)
        assert world.import_run(run, rows, bundle=BUNDLE, now_ms=NOW + 99)
        assert world.get_run("r") == run
        assert tuple(world.read_journal("r")) == rows
        assert world.get_bundle(run.bundle) == BUNDLE.data
        assert (world.unfinished_runs(), world.list_buried()) == ([], [])

    def test_import_run_buries_a_run_that_is_not_over_with_its_waits(self, world: World) -> None:
        run, rows = _exported(4)
        assert world.import_run(run, rows, bundle=BUNDLE, waits=[wait("wait_1", NOW + 7)], now_ms=NOW + 99)
        assert world.get_run("r") == replace(run, buried_ms=NOW + 99, due_ms=NOW + 7)
        assert world.list_waits() == [wait("wait_1", NOW + 7)]
        assert world.due_runs(now_ms=NOW + 10**9, limit=9) == []
        (buried,) = world.list_buried()
        assert "another world" in buried.reason
        assert world.revive_run("r", now_ms=NOW + 100)
        lease = claim(world, now_ms=NOW + 100)
        assert lease.epoch == run.epoch + 1
        assert world.append([advance(world, lease, 1)]).fenced == ()

    def test_belongings_of_a_run_are_what_it_has_beside_its_journal(self, world: World) -> None:
        changes = Changes(
            hooks_opened=(HookRecord("token", "r", "hook_1", "hook", NOW, schema="s"),),
            chunks=(NewChunk("log", "text", b"a"), NewChunk("", "bytes", b"\xff"), NewChunk("log", "text", b"b")),
            streams_closed=("log",),
            attributes={"kind": '"x"', "gone": None},
        )
        first, second = (
            NewMessage("r", "cancel", key="k2", due_ms=5),
            NewMessage("r", "hook", "p", key="k1", priority=3),
        )
        lease = create_leased(world, messages=(first, second))
        consumed = (world.list_messages("r")[0].message_id,)
        world.append([advance(world, lease, 1, changes=changes, consumed=consumed)])
        assert world.get_belongings("r") == Belongings(
            hooks=changes.hooks_opened,
            chunks=(changes.chunks[1], changes.chunks[0], changes.chunks[2]),
            streams_closed=("log",),
            attributes={"kind": '"x"'},
            messages=(replace(first, priority=0),),
            keys=("k1", "k2"),
        )
        assert world.get_belongings("nobody") == Belongings()

    def test_import_run_stores_what_the_run_had(self, world: World) -> None:
        run, rows = _exported(4)
        had = Belongings(
            hooks=(HookRecord("token", "r", "hook_1", "hook", NOW),),
            chunks=(NewChunk("log", "text", b"a"), NewChunk("log", "text", b"b")),
            streams_closed=("log",),
            attributes={"kind": '"x"'},
            messages=(NewMessage("r", "hook", "p", key="k1", due_ms=NOW, priority=3),),
            keys=("k0", "k1"),
        )
        assert world.import_run(run, rows, bundle=BUNDLE, belongings=had, now_ms=NOW)
        assert world.get_belongings("r") == had
        assert (world.find_hook("token"), world.find_runs({"kind": '"x"'})) == (had.hooks[0], ["r"])
        assert [row.index for row in world.read_chunks("r", "log")] == [0, 1]
        assert not world.send(NewMessage("r", "hook", key="k0")), "it was sent elsewhere"
        assert world.health().findings == ()

    def test_import_run_leaves_nothing_of_a_finished_run_open(self, world: World) -> None:
        run, rows = _exported(4, status=RunStatus.COMPLETED, ended_ms=NOW + 50)
        had = Belongings(
            hooks=(HookRecord("token", "r", "hook_1", "hook", NOW),),
            chunks=(NewChunk("log", "text", b"a"),),
            messages=(NewMessage("r", "hook"),),
        )
        assert world.import_run(run, rows, bundle=BUNDLE, belongings=had, now_ms=NOW)
        assert world.get_belongings("r") == Belongings(chunks=had.chunks, streams_closed=("log",))
        assert world.health(now_ms=NOW).findings == ()

    def test_import_run_leaves_a_token_to_the_run_that_has_it_here(self, world: World) -> None:
        hook = HookRecord("token", "here", "hook_1", "hook", NOW)
        world.append([advance(world, create_leased(world, "here"), 1, changes=Changes(hooks_opened=(hook,)))])
        run, rows = _exported(4)
        world.import_run(
            run, rows, bundle=BUNDLE, belongings=Belongings(hooks=(replace(hook, run_id="r"),)), now_ms=NOW
        )
        assert (world.find_hook("token"), world.list_hooks("r")) == (hook, [])

    def test_import_run_changes_nothing_when_the_same_run_is_here(self, world: World) -> None:
        run, rows = _exported(4)
        world.import_run(run, rows, bundle=BUNDLE, now_ms=NOW)
        world.revive_run("r", now_ms=NOW)
        before = world.get_run("r")
        assert not world.import_run(run, rows, bundle=BUNDLE, now_ms=NOW + 99)
        assert world.get_run("r") == before

    def test_import_run_refuses_an_id_that_a_run_with_another_journal_has(self, world: World) -> None:
        create(world, rows=2)
        with pytest.raises(RunExists):
            world.import_run(*_exported(4), bundle=BUNDLE, now_ms=NOW)
        assert world.get_run("r").head == 2

    def test_import_run_refuses_a_key_that_a_live_run_has(self, world: World) -> None:
        create(world, "here", dedup_key="k")
        run, rows = _exported(2, dedup_key="k")
        with pytest.raises(RunExists) as caught:
            world.import_run(run, rows, bundle=BUNDLE, now_ms=NOW)
        assert (caught.value.run_id, world.find_run("r")) == ("here", None)
        over = replace(run, status=RunStatus.FAILED, ended_ms=NOW)
        assert world.import_run(over, rows, bundle=BUNDLE, now_ms=NOW)

    def test_import_run_refuses_what_is_not_whole(self, world: World) -> None:
        run, rows = _exported(3)
        for bad_run, bad_rows in (
            (run, rows[:2]),
            (run, rows[1:]),
            (run, ()),
            (replace(run, head_hash=b"x"), rows),
            (replace(run, bundle="0" * 64), rows),
        ):
            with pytest.raises(InternalError):
                world.import_run(bad_run, bad_rows, bundle=BUNDLE, now_ms=NOW)
        assert world.find_run("r") is None


class Retention(Section):
    """`delete_runs` takes the longest ended first, and never one that is not over."""

    def test_delete_runs_takes_those_that_ended_before_a_time_with_everything(self, world: World) -> None:
        for run_id, at in (("c", 3), ("a", 1), ("b", 2)):
            _end(world, run_id, NOW + at)
        create(world, "live", messages=(NewMessage("live", "kept", key="k"),))
        assert world.delete_runs(ended_before_ms=NOW + 3, limit=9) == 2
        assert [run.run_id for run in world.list_runs()] == ["live", "c"]
        assert (list(world.read_journal("a")), world.list_leases("a")) == ([], [])
        with pytest.raises(RunNotFound):
            world.send(NewMessage("a", "hook"))
        assert len(world.list_messages()) == 1
        assert world.health().findings == ()

    def test_delete_runs_takes_the_longest_ended_first_up_to_its_limit(self, world: World) -> None:
        for number in (4, 1, 3, 2):
            _end(world, f"r{number}", NOW + number)
        assert [world.delete_runs(ended_before_ms=NOW + 9, limit=3) for _ in range(3)] == [3, 1, 0]
        assert world.list_runs() == []

    def test_delete_run_takes_one_run_that_is_over(self, world: World) -> None:
        _end(world, "over", NOW)
        _end(world, "other", NOW)
        create(world, "live")
        assert [world.delete_run(run_id) for run_id in ("over", "over", "live", "absent")] == [
            True,
            False,
            False,
            False,
        ]
        assert sorted(run.run_id for run in world.list_runs()) == ["live", "other"]
        assert world.health().findings == ()

    def test_a_run_that_was_deleted_can_be_created_again(self, world: World) -> None:
        _end(world, "r", NOW)
        world.delete_runs(ended_before_ms=NOW + 1, limit=1)
        assert world.append([], [make_creation("r", rows=2)]).existing == {}
        assert (world.get_run("r").head, world.get_run("r").status) == (2, RunStatus.PENDING)

    def test_delete_runs_takes_streams_attributes_and_old_answers_with_it(self, world: World) -> None:
        lease = create_leased(world)
        changes = Changes(chunks=(NewChunk("", "text", b"a"),), attributes={"kind": '"x"'})
        world.append([advance(world, lease, 1, changes=changes, status=RunStatus.COMPLETED, now_ms=NOW)])
        world.put_answer("old", "1", now_ms=NOW)
        world.put_answer("new", "2", now_ms=NOW + 1)
        assert world.delete_runs(ended_before_ms=NOW + 1, limit=1) == 1
        assert (world.list_streams("r"), world.read_chunks("r", ""), world.find_runs({"kind": '"x"'})) == ([], [], [])
        assert (world.find_answer("old"), world.find_answer("new")) == (None, "2")
        assert world.health().findings == ()

    def test_delete_runs_drops_bundles_that_nothing_points_at(self, world: World) -> None:
        bundles = [BundleRecord(sha256(data).hexdigest(), data) for data in (b"gone", b"of a run", b"of a schedule")]
        for number, bundle in enumerate(bundles):
            run = new_run(f"r{number}", bundle=bundle.hash)
            world.create_run(run, (), bundle=bundle, owner="w1", lease_expires_ms=NOW + 1000)
            world.append([advance(world, claim(world, run.run_id), status=RunStatus.COMPLETED)])
        world.create_run(new_run("live", bundle=bundles[1].hash), (), bundle=bundles[1])
        world.put_schedule(ScheduleRecord("s", WORKFLOW, bundles[2].hash, "{}", None))
        assert world.delete_runs(ended_before_ms=NOW + 1000, limit=9) == 3
        with pytest.raises(WorldDamaged, match="missing"):
            world.get_bundle(bundles[0].hash)
        assert [world.get_bundle(bundle.hash) for bundle in bundles[1:]] == [b"of a run", b"of a schedule"]


def _exported(count: int, **fields: object) -> tuple[RunRecord, tuple[JournalRow, ...]]:
    rows = make_rows("r", count, epoch=3)
    run = RunRecord(
        run_id="r",
        workflow=WORKFLOW,
        bundle=BUNDLE.hash,
        status=RunStatus.RUNNING,
        head=count,
        head_hash=rows[-1].hash,
        created_ms=NOW,
        updated_ms=NOW + 40,
        ended_ms=None,
        origin='["x"]',
        epoch=3,
        owner=None,
        lease_expires_ms=None,
        due_ms=None,
        deliveries=0,
        dedup_key=None,
        buried_ms=None,
    )
    return replace(run, **fields), rows  # type: ignore[arg-type]


def _end(world: World, run_id: str, ended_ms: int) -> None:
    lease = create_leased(world, run_id, messages=(NewMessage(run_id, "x", key="k"),))
    append = advance(world, lease, 2, status=RunStatus.COMPLETED, now_ms=ended_ms)
    assert world.append([append]).fenced == ()
