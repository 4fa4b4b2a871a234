"""Section: one worker at a time advances a run, and every claim is told from the one before."""

from __future__ import annotations

import pytest

from vm.core.lifecycle import RunStatus
from vm.errors import Fenced, RunEnded, RunLeased, RunNotFound
from world.contract.making import NOW, Section, advance, claim, create, create_leased, wait
from world.interface import World
from world.records import Lease, LeaseRecord

DAY = 86_400_000


class Leases(Section):
    """Claim, expiry, extension, release, history."""

    def test_claim_run_takes_a_free_run_with_the_next_epoch(self, world: World) -> None:
        create(world)
        assert claim(world) == Lease("r", "w1", 1, NOW + 1000)
        run = world.get_run("r")
        assert (run.owner, run.epoch, run.lease_expires_ms) == ("w1", 1, NOW + 1000)

    def test_claim_run_leaves_all_else_of_the_run_as_it_was(self, world: World) -> None:
        create(world, rows=2)
        before = world.get_run("r")
        claim(world, now_ms=NOW + 50)
        after = world.get_run("r")
        assert (after.head, after.head_hash, after.status) == (before.head, before.head_hash, before.status)

    def test_claim_run_refuses_a_run_that_another_holds(self, world: World) -> None:
        create_leased(world)
        with pytest.raises(RunLeased, match=r"w1.*0\.4 s"):
            claim(world, owner="w2", now_ms=NOW + 600)
        assert world.get_run("r").owner == "w1"

    def test_claim_run_refuses_until_the_very_end_of_the_lease(self, world: World) -> None:
        create_leased(world)
        with pytest.raises(RunLeased):
            claim(world, owner="w2", now_ms=NOW + 999)
        assert claim(world, owner="w2", now_ms=NOW + 1000).epoch == 2

    def test_claim_run_by_the_same_owner_takes_a_new_epoch(self, world: World) -> None:
        old = create_leased(world)
        new = claim(world, owner="w1", now_ms=NOW + 1)
        assert new.epoch == 2
        assert world.append([advance(world, old, 1)]).fenced == ("r",)
        assert world.append([advance(world, new, 1)]).fenced == ()

    def test_claim_run_raises_when_there_is_no_run(self, world: World) -> None:
        with pytest.raises(RunNotFound):
            claim(world, "nobody")

    def test_claim_run_raises_when_the_run_is_over(self, world: World) -> None:
        world.append([advance(world, create_leased(world), status=RunStatus.CANCELLED)])
        with pytest.raises(RunEnded, match="cancelled"):
            claim(world)

    def test_extend_lease_pushes_its_end_out(self, world: World) -> None:
        lease = create_leased(world)
        assert world.extend_lease(lease, expires_ms=NOW + 9000) == Lease("r", "w1", 1, NOW + 9000)
        with pytest.raises(RunLeased):
            claim(world, owner="w2", now_ms=NOW + 8999)

    def test_extend_lease_works_when_it_expired_and_nobody_took_it(self, world: World) -> None:
        lease = create_leased(world)
        world.extend_lease(lease, expires_ms=NOW + 10**6)
        assert world.get_run("r").lease_expires_ms == NOW + 10**6

    def test_extend_lease_is_fenced_when_another_took_it(self, world: World) -> None:
        lease = create_leased(world)
        claim(world, owner="w2", now_ms=NOW + 5000)
        with pytest.raises(Fenced):
            world.extend_lease(lease, expires_ms=NOW + 10**6)
        assert world.get_run("r").lease_expires_ms == NOW + 6000

    def test_extend_lease_is_fenced_when_it_was_given_up_or_never_was(self, world: World) -> None:
        lease = create_leased(world)
        world.release_lease(lease)
        for gone in (lease, Lease("nobody", "w1", 1, NOW)):
            with pytest.raises(Fenced):
                world.extend_lease(gone, expires_ms=NOW + 10**6)

    def test_extend_leases_moves_all_that_are_held_and_names_those_that_are_lost(self, world: World) -> None:
        one, lost, free = (create_leased(world, run_id) for run_id in ("one", "lost", "free"))
        claim(world, "lost", owner="w2", now_ms=NOW + 5000)
        world.release_lease(free)
        gone = Lease("nobody", "w1", 1, NOW)
        assert world.extend_leases([one, lost, free, gone], expires_ms=NOW + 9000) == ["lost", "free", "nobody"]
        assert world.get_run("one").lease_expires_ms == NOW + 9000
        assert world.get_run("lost").lease_expires_ms == NOW + 6000
        assert world.get_run("free").lease_expires_ms is None
        assert world.extend_leases([], expires_ms=NOW) == []
        assert world.append([advance(world, one, 1, lease_expires_ms=NOW + 3000)]).fenced == ()
        assert world.due_runs(now_ms=NOW + 3000, limit=9) == ["one"]

    def test_return_lease_makes_the_run_due_and_does_not_count(self, world: World) -> None:
        create_leased(world)
        lease = claim(world, owner="w2", now_ms=NOW + 5000)
        assert lease.deliveries == 2
        world.return_lease(lease, now_ms=NOW + 5001)
        assert world.due_runs(now_ms=NOW + 5000, limit=9) == []
        assert world.due_runs(now_ms=NOW + 5001, limit=9) == ["r"]
        again = claim(world, owner="w3", now_ms=NOW + 5001)
        assert (again.epoch, again.deliveries) == (3, 2)

    def test_return_lease_does_nothing_when_it_is_no_longer_the_runs(self, world: World) -> None:
        old = create_leased(world)
        claim(world, owner="w2", now_ms=NOW + 5000)
        world.return_lease(old, now_ms=NOW + 5000)
        world.return_lease(Lease("nobody", "w1", 1, NOW), now_ms=NOW)
        assert (world.get_run("r").owner, world.list_messages()) == ("w2", [])

    def test_leases_of_an_owner_who_is_gone_are_made_to_run_out(self, world: World) -> None:
        create_leased(world, "a", owner="gone")
        create_leased(world, "b", owner="gone")
        create_leased(world, "c", owner="here")
        create(world, "d")
        assert world.list_owners() == ["gone", "here"]
        assert world.expire_leases("gone", now_ms=NOW + 1) == 2
        assert world.expire_leases("gone", now_ms=NOW + 1) == 0
        assert world.expire_leases("nobody", now_ms=NOW + 1) == 0
        assert world.due_runs(now_ms=NOW + 1, limit=9) == ["a", "b"]
        assert world.list_owners() == ["gone", "here"]

    def test_release_lease_frees_the_run_at_once(self, world: World) -> None:
        world.release_lease(create_leased(world))
        run = world.get_run("r")
        assert (run.owner, run.lease_expires_ms, run.epoch) == (None, None, 1)
        assert claim(world, owner="w2", now_ms=NOW + 1).epoch == 2

    def test_release_lease_does_nothing_when_it_is_no_longer_the_runs(self, world: World) -> None:
        old = create_leased(world)
        claim(world, owner="w2", now_ms=NOW + 5000)
        world.release_lease(old)
        world.release_lease(Lease("nobody", "w1", 1, NOW))
        assert world.get_run("r").owner == "w2"

    def test_list_leases_tells_who_held_which_epoch_since_when(self, world: World) -> None:
        world.release_lease(create_leased(world))
        claim(world, owner="w2", now_ms=NOW + 10)
        claim(world, owner="w3", now_ms=NOW + 5000)
        assert world.list_leases("r") == [
            LeaseRecord("r", 1, "w1", NOW),
            LeaseRecord("r", 2, "w2", NOW + 10),
            LeaseRecord("r", 3, "w3", NOW + 5000),
        ]
        assert world.list_leases("nobody") == []


class Clocks(Section):
    """Clocks that disagree or jump cost time, never an event: the epoch fences, whatever the time is said to be."""

    def test_a_clock_that_jumps_ahead_takes_runs_over_and_the_slow_one_is_fenced(self, world: World) -> None:
        old = create_leased(world)
        (new,) = world.claim_runs(owner="ahead", now_ms=NOW + DAY, expires_ms=NOW + DAY + 1000, limit=9)
        assert world.append([advance(world, old, 1, now_ms=NOW + 5)]).fenced == ("r",)
        with pytest.raises(Fenced):
            world.extend_lease(old, expires_ms=NOW + 1000)
        assert world.append([advance(world, new, 1, now_ms=NOW + DAY)]).fenced == ()
        assert [row.epoch for row in world.read_journal("r")] == [1, 2]

    def test_a_clock_that_is_set_back_keeps_its_lease_and_shortens_it_with_what_it_writes_next(
        self, world: World
    ) -> None:
        create(world)
        lease = claim(world, now_ms=NOW + DAY)
        with pytest.raises(RunLeased):
            claim(world, owner="w2", now_ms=NOW + 5000)
        world.append([advance(world, lease, 1, now_ms=NOW, lease_expires_ms=NOW + 1000)])
        assert world.get_run("r").updated_ms == NOW
        assert claim(world, owner="w2", now_ms=NOW + 1000).epoch == 2

    def test_a_lease_from_the_future_ends_when_a_clock_gets_there_or_its_owner_asks_again(self, world: World) -> None:
        create(world)
        claim(world, owner="w1", now_ms=NOW + DAY)
        assert world.due_runs(now_ms=NOW + 5000, limit=9) == []
        assert claim(world, owner="w1", now_ms=NOW + 5000).expires_ms == NOW + 6000
        assert world.due_runs(now_ms=NOW + 6000, limit=9) == ["r"]

    def test_what_is_due_is_due_by_the_clock_of_who_asks(self, world: World) -> None:
        lease = create_leased(world)
        world.append([advance(world, lease, 1, opened=(wait("wait_1", NOW + DAY),), release=True)])
        assert world.due_runs(now_ms=NOW + DAY, limit=9) == ["r"]
        assert world.due_runs(now_ms=NOW, limit=9) == []
        assert world.next_due_ms() == NOW + DAY
