"""Sections: due runs are given out once, in order; a run that kills its workers is known; dead letters."""

from __future__ import annotations

from typing import Any

import pytest

from vm.core.lifecycle import RunStatus
from vm.errors import Fenced, RunNotFound
from world.contract.making import NOW, Section, advance, claim, create, create_leased, wait
from world.interface import World
from world.records import RESUME, BuriedRun, Lease, LeaseRecord, NewMessage

HOUR = 3_600_000


class Claiming(Section):
    """`claim_runs` takes what `due_runs` names."""

    def test_claim_runs_takes_the_most_urgent_first_and_each_once(self, world: World) -> None:
        for run_id, priority in (("a", 0), ("b", 5), ("c", 1)):
            _store(world, run_id, priority=priority)
        first, second = _claim_runs(world, "w1", limit=2), _claim_runs(world, "w2", limit=2)
        assert first == [Lease("b", "w1", 1, NOW + HOUR, priority=5), Lease("c", "w1", 1, NOW + HOUR, priority=1)]
        assert second == [Lease("a", "w2", 1, NOW + HOUR)]
        assert _claim_runs(world, "w3") == []
        assert world.list_leases("b") == [LeaseRecord("b", 1, "w1", NOW)]
        assert world.append([advance(world, lease, 1) for lease in (*first, *second)]).fenced == ()

    def test_claim_runs_takes_nothing_that_is_not_due(self, world: World) -> None:
        _store(world, "later", due_ms=NOW + 1)
        create(world, "never")
        create_leased(world, "held")
        assert _claim_runs(world, "w2") == []
        assert [lease.run_id for lease in _claim_runs(world, "w2", now_ms=NOW + 1)] == ["later"]

    def test_claim_runs_takes_over_from_a_worker_that_died_and_fences_it(self, world: World) -> None:
        old = create_leased(world, "r", owner="w1")
        (new,) = _claim_runs(world, "w2", now_ms=NOW + 1000)
        assert (new.epoch, new.owner) == (2, "w2")
        assert world.append([advance(world, old, 1)]).fenced == ("r",)

    def test_claim_runs_keeps_to_the_workflows_that_it_is_given(self, world: World) -> None:
        for run_id, name in (("a", "x"), ("b", "y"), ("c", "x"), ("d", "z")):
            _store(world, run_id, workflow=f"workflow//f.py//{name}")
        create_leased(world, "dead", workflow="workflow//f.py//x")
        assert _claim_runs(world, "w1", workflows=[]) == []
        some = ["workflow//f.py//x", "workflow//f.py//y", "workflow//f.py//nothing"]
        found = _claim_runs(world, "w1", now_ms=NOW + 1000, workflows=some)
        assert [lease.run_id for lease in found] == ["a", "b", "c", "dead"]
        assert world.next_due_ms(workflows=some) is None
        assert world.next_due_ms(workflows={"workflow//f.py//z"}) == NOW

    def test_claim_runs_takes_as_many_as_asked_for_of_many_workflows(self, world: World) -> None:
        for number in range(12):
            _store(world, f"r{number:02}", workflow=f"workflow//f.py//{number % 4}", priority=number % 3)
        taken: list[str] = []
        while found := _claim_runs(world, "w1", limit=5):
            taken += [lease.run_id for lease in found]
        assert taken == [f"r{number:02}" for rest in (2, 1, 0) for number in range(rest, 12, 3)]

    def test_claim_runs_of_none_writes_nothing(self, world: World) -> None:
        _store(world, "r")
        assert _claim_runs(world, "w1", limit=0) == []
        assert world.get_run("r").epoch == 0


class Deliveries(Section):
    """A lease says how often its run was claimed in a row without getting on."""

    def test_deliveries_count_the_claims_after_which_nothing_was_appended(self, world: World) -> None:
        first = create_leased(world, owner="w0")
        assert first.deliveries == 1
        for count in (2, 3, 4):
            (lease,) = _claim_runs(world, f"w{count}", now_ms=NOW + count * HOUR, expires_ms=NOW + count * HOUR + 1)
            assert (lease.deliveries, world.get_run("r").deliveries) == (count, count)
        assert claim(world, now_ms=NOW + 9 * HOUR).deliveries == 5

    def test_deliveries_start_again_when_an_event_is_appended(self, world: World) -> None:
        create_leased(world)
        world.append([advance(world, claim(world), 1)])
        assert claim(world).deliveries == 1

    def test_deliveries_start_again_when_the_run_is_parked_in_good_order(self, world: World) -> None:
        for _ in range(9):
            lease = claim(world) if world.find_run("r") else create_leased(world)
            assert lease.deliveries == 1
            world.append([advance(world, lease, opened=(wait("wait_1", NOW),), release=True)])

    def test_deliveries_go_on_when_a_lease_is_only_kept_or_dropped(self, world: World) -> None:
        lease = create_leased(world)
        world.append([advance(world, lease)])
        assert world.extend_lease(lease, expires_ms=NOW + 5).deliveries == 1
        world.release_lease(lease)
        assert claim(world).deliveries == 2

    def test_a_lease_that_is_moved_and_forgotten_brings_the_run_back_at_its_end(self, world: World) -> None:
        _store(world, "r")
        (lease,) = _claim_runs(world, "w1")
        world.extend_lease(lease, expires_ms=NOW + 500)
        assert _claim_runs(world, "w2", now_ms=NOW + 499) == []
        assert [lease.deliveries for lease in _claim_runs(world, "w2", now_ms=NOW + 500)] == [2]


class Burials(Section):
    """Dead letters: out of the queue, listed, revived."""

    def test_bury_run_puts_a_run_aside_with_everything_it_has(self, world: World) -> None:
        lease = create_leased(world, rows=2, messages=(NewMessage("r", "start", due_ms=NOW),))
        world.append([advance(world, lease, 1, opened=(wait("wait_1", NOW),))])
        world.bury_run(lease, reason="it killed five workers", now_ms=NOW + 7)
        run = world.get_run("r")
        assert (run.owner, run.lease_expires_ms, run.buried_ms, run.head) == (None, None, NOW + 7, 3)
        assert run.status is RunStatus.PENDING
        assert world.list_buried() == [BuriedRun("r", run.workflow, 0, "it killed five workers", NOW + 7)]
        assert world.due_runs(now_ms=NOW + HOUR, limit=9) == []
        assert _claim_runs(world, "w2", now_ms=NOW + HOUR) == []
        assert world.next_due_ms() is None
        assert (world.unfinished_runs(), len(world.list_messages()), len(world.list_waits())) == (["r"], 1, 1)

    def test_bury_run_is_fenced_when_the_lease_is_no_longer_the_runs(self, world: World) -> None:
        old = create_leased(world)
        claim(world, owner="w2", now_ms=NOW + 5000)
        for gone in (old, Lease("nobody", "w1", 1, NOW)):
            with pytest.raises(Fenced):
                world.bury_run(gone, reason="x", now_ms=NOW)
        assert (world.get_run("r").owner, world.list_buried()) == ("w2", [])

    def test_a_buried_run_takes_messages_and_stays_buried(self, world: World) -> None:
        world.bury_run(create_leased(world), reason="x", now_ms=NOW)
        assert world.send(NewMessage("r", "hook", due_ms=NOW, priority=9))
        assert world.due_runs(now_ms=NOW + HOUR, limit=9) == []
        assert world.append([advance(world, Lease("r", "w1", 1, 0), 1)]).fenced == ("r",)

    def test_revive_run_puts_it_back_in_the_queue_due_now(self, world: World) -> None:
        world.bury_run(create_leased(world), reason="x", now_ms=NOW)
        assert world.revive_run("r", now_ms=NOW + 5)
        assert (world.get_run("r").buried_ms, world.list_buried()) == (None, [])
        assert [(message.kind, message.due_ms) for message in world.list_messages("r")] == [(RESUME, NOW + 5)]
        (lease,) = _claim_runs(world, "w2", now_ms=NOW + 5)
        assert (lease.deliveries, lease.epoch) == (1, 2)

    def test_revive_run_does_nothing_to_a_run_that_is_not_buried(self, world: World) -> None:
        create(world, "r")
        world.append([advance(world, create_leased(world, "over"), status=RunStatus.FAILED)])
        assert [world.revive_run(run_id, now_ms=NOW) for run_id in ("r", "over")] == [False, False]
        assert world.list_messages() == []
        with pytest.raises(RunNotFound):
            world.revive_run("nobody", now_ms=NOW)

    def test_claim_run_of_a_buried_run_revives_it(self, world: World) -> None:
        create_leased(world)
        world.bury_run(claim(world, now_ms=NOW + 5000), reason="x", now_ms=NOW)
        lease = claim(world, owner="w2")
        assert (lease.deliveries, world.get_run("r").buried_ms, world.list_buried()) == (1, None, [])
        assert world.append([advance(world, lease, 1)]).fenced == ()

    def test_list_buried_is_last_buried_first(self, world: World) -> None:
        for run_id, at in (("a", 1), ("b", 3), ("c", 2), ("d", 3)):
            world.bury_run(create_leased(world, run_id), reason=f"why {run_id}", now_ms=NOW + at)
        assert [buried.run_id for buried in world.list_buried()] == ["d", "b", "c", "a"]
        assert [buried.reason for buried in world.list_buried(limit=2)] == ["why d", "why b"]

    def test_a_run_that_ended_is_not_listed_as_buried(self, world: World) -> None:
        world.bury_run(create_leased(world), reason="x", now_ms=NOW)
        world.append([advance(world, claim(world), 1, status=RunStatus.CANCELLED)])
        assert world.list_buried() == []


def _store(world: World, run_id: str, *, due_ms: int = NOW, priority: int = 0, **fields: Any) -> None:
    create(world, run_id, priority=priority, messages=(NewMessage(run_id, "start", due_ms=due_ms),), **fields)


def _claim_runs(
    world: World,
    owner: str,
    *,
    now_ms: int = NOW,
    expires_ms: int = NOW + HOUR,
    limit: int = 9,
    workflows: list[str] | None = None,
) -> list[Lease]:
    return world.claim_runs(owner=owner, now_ms=now_ms, expires_ms=expires_ms, limit=limit, workflows=workflows)
