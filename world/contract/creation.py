"""Sections: a run is created whole or not at all; runs are listed, newest first; bundles keep their bytes."""

from __future__ import annotations

from hashlib import sha256

import pytest

from vm.core.journal import seed_hash
from vm.core.lifecycle import RunStatus
from vm.errors import InternalError, RunExists, RunNotFound, WorldDamaged
from world.contract.making import (
    BUNDLE,
    NOW,
    WORKFLOW,
    Section,
    advance,
    create,
    create_leased,
    make_rows,
    new_run,
)
from world.interface import World
from world.records import BundleRecord, Lease, LeaseRecord, NewMessage, RunRecord


class Creation(Section):
    """`create_run` writes the run, its bundle, first rows, messages and lease together."""

    def test_create_run_returns_no_lease_and_lists_the_run_as_pending_without_an_owner(self, world: World) -> None:
        assert create(world, rows=2, origin='{"file":"order.py"}') is None
        assert world.get_run("r") == RunRecord(
            run_id="r",
            workflow=WORKFLOW,
            bundle=BUNDLE.hash,
            status=RunStatus.PENDING,
            head=2,
            head_hash=make_rows("r", 2)[-1].hash,
            created_ms=NOW,
            updated_ms=NOW,
            ended_ms=None,
            origin='{"file":"order.py"}',
            epoch=0,
            owner=None,
            lease_expires_ms=None,
            due_ms=None,
            deliveries=0,
            dedup_key=None,
            buried_ms=None,
        )

    def test_create_run_returns_the_first_lease_when_given_an_owner(self, world: World) -> None:
        assert create(world, owner="w1") == Lease("r", "w1", 1, NOW + 1000)
        run = world.get_run("r")
        assert (run.owner, run.epoch, run.lease_expires_ms) == ("w1", 1, NOW + 1000)
        assert world.list_leases("r") == [LeaseRecord("r", 1, "w1", NOW)]

    def test_create_run_starts_the_chain_at_the_seed_when_given_no_rows(self, world: World) -> None:
        create(world, rows=0)
        assert (world.get_run("r").head, world.get_run("r").head_hash) == (0, seed_hash("r"))

    def test_create_run_refuses_a_taken_id_and_writes_nothing(self, world: World) -> None:
        create(world)
        before = world.get_run("r"), list(world.read_journal("r"))
        other = BundleRecord(sha256(b"other").hexdigest(), b"other")
        with pytest.raises(RunExists):
            world.create_run(
                new_run(workflow="workflow//x.py//y", bundle=other.hash),
                make_rows("r", 3),
                bundle=other,
                messages=[NewMessage("r", "start")],
                owner="w2",
            )
        assert (world.get_run("r"), list(world.read_journal("r"))) == before
        assert world.list_messages() == []
        with pytest.raises(WorldDamaged):
            world.get_bundle(other.hash)

    def test_create_run_refuses_a_message_to_an_unknown_run_and_writes_nothing(self, world: World) -> None:
        with pytest.raises(RunNotFound):
            create(world, messages=(NewMessage("r", "start"), NewMessage("nobody", "start")))
        assert world.find_run("r") is None
        assert list(world.read_journal("r")) == []
        assert world.list_messages() == []

    def test_create_run_queues_messages_to_itself_and_to_others(self, world: World) -> None:
        create(world, "parent")
        messages = (NewMessage("child", "start", due_ms=NOW), NewMessage("parent", "child_started", "[1]"))
        create(world, "child", messages=messages)
        assert [(message.run_id, message.kind) for message in world.list_messages()] == [
            ("parent", "child_started"),
            ("child", "start"),
        ]
        assert world.get_run("child").due_ms == NOW

    def test_create_run_refuses_rows_that_do_not_start_at_one(self, world: World) -> None:
        with pytest.raises(InternalError):
            world.create_run(new_run(), make_rows("r", 2)[1:], bundle=BUNDLE)
        assert world.find_run("r") is None

    def test_create_run_refuses_a_bundle_that_is_not_the_runs(self, world: World) -> None:
        with pytest.raises(InternalError):
            world.create_run(new_run(bundle="0" * 64), (), bundle=BUNDLE)
        assert world.find_run("r") is None

    def test_find_run_answers_none_and_get_run_raises_when_there_is_no_run(self, world: World) -> None:
        assert world.find_run("r") is None
        with pytest.raises(RunNotFound):
            world.get_run("r")


class Bundles(Section):
    """Bundles are kept once, by content."""

    def test_get_bundle_returns_the_bytes_that_came_with_the_run(self, world: World) -> None:
        data = bytes(range(256)) * 300
        bundle = BundleRecord(sha256(data).hexdigest(), data)
        world.create_run(new_run(bundle=bundle.hash), (), bundle=bundle)
        assert world.get_bundle(bundle.hash) == data

    def test_get_bundle_serves_every_run_that_shares_it(self, world: World) -> None:
        create(world, "a")
        create(world, "b")
        assert world.get_bundle(world.get_run("b").bundle) == BUNDLE.data

    def test_get_bundle_raises_when_it_is_missing(self, world: World) -> None:
        with pytest.raises(WorldDamaged, match="missing"):
            world.get_bundle("0" * 64)

    def test_get_bundle_raises_when_its_bytes_do_not_have_that_hash(self, world: World) -> None:
        world.create_run(new_run(bundle="0" * 64), (), bundle=BundleRecord("0" * 64, b"forged"))
        with pytest.raises(WorldDamaged, match="hash"):
            world.get_bundle("0" * 64)


class Listing(Section):
    """`list_runs` filters and pages; `unfinished_runs` is oldest first."""

    def test_list_runs_is_empty_in_an_empty_world(self, world: World) -> None:
        assert world.list_runs() == []
        assert world.unfinished_runs() == []

    def test_list_runs_is_newest_first_then_last_come_first(self, world: World) -> None:
        for run_id, at in (("a", 1), ("b", 3), ("c", 2), ("d", 3)):
            create(world, run_id, created_ms=NOW + at)
        assert _ids(world.list_runs()) == ["d", "b", "c", "a"]
        assert world.unfinished_runs() == ["a", "c", "b", "d"]

    def test_list_runs_filters_by_status_when_given_one(self, world: World) -> None:
        create(world, "a")
        lease = create_leased(world, "b")
        world.append([advance(world, lease, 1, status=RunStatus.FAILED)])
        assert _ids(world.list_runs(status=RunStatus.FAILED)) == ["b"]
        assert _ids(world.list_runs(status=RunStatus.PENDING)) == ["a"]
        assert world.list_runs(status=RunStatus.CANCELLED) == []

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ("pay", ["b", "a"]),
            ("workflow//a.py//pay", ["a"]),
            ("ay", []),
            ("p_y", []),
            ("%", []),
            ("a.py//pay", []),
            ("", []),
        ],
    )
    def test_list_runs_matches_the_whole_workflow_or_its_function(
        self, world: World, wanted: str, found: list[str]
    ) -> None:
        create(world, "a", workflow="workflow//a.py//pay")
        create(world, "b", workflow="workflow//b.py//pay")
        create(world, "c", workflow="workflow//a.py//repay")
        assert _ids(world.list_runs(workflow=wanted)) == found

    def test_list_runs_since_a_time_includes_that_time(self, world: World) -> None:
        for run_id, at in (("a", 1), ("b", 2), ("c", 3)):
            create(world, run_id, created_ms=NOW + at)
        assert _ids(world.list_runs(since_ms=NOW + 2)) == ["c", "b"]

    def test_list_runs_pages_through_all_of_them_once(self, world: World) -> None:
        for number in range(7):
            create(world, f"r{number}", created_ms=NOW + number // 3)
        pages, after = [], None
        while page := world.list_runs(limit=2, after=after):
            pages.append(_ids(page))
            after = page[-1].run_id
        assert pages == [["r6", "r5"], ["r4", "r3"], ["r2", "r1"], ["r0"]]

    def test_list_runs_applies_filters_and_page_together(self, world: World) -> None:
        for run_id, name in (("a", "x"), ("b", "y"), ("c", "x"), ("d", "x")):
            create(world, run_id, workflow=f"workflow//f.py//{name}")
        found = world.list_runs(workflow="x", status=RunStatus.PENDING, since_ms=NOW, limit=5, after="d")
        assert _ids(found) == ["c", "a"]

    def test_list_runs_returns_nothing_when_the_limit_is_zero(self, world: World) -> None:
        create(world)
        assert world.list_runs(limit=0) == []

    def test_list_runs_raises_when_the_run_to_go_on_after_is_unknown(self, world: World) -> None:
        with pytest.raises(RunNotFound):
            world.list_runs(after="nobody")

    def test_unfinished_runs_leaves_out_those_that_ended(self, world: World) -> None:
        create(world, "a")
        world.append([advance(world, create_leased(world, "b"), status=RunStatus.COMPLETED)])
        world.append([advance(world, create_leased(world, "c"), status=RunStatus.RUNNING)])
        assert world.unfinished_runs() == ["a", "c"]


def _ids(runs: list[RunRecord]) -> list[str]:
    return [run.run_id for run in runs]
