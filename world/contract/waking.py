"""Sections: the index of open waits; which runs want a host, and when the next one will."""

from __future__ import annotations

import pytest

from vm.core.lifecycle import RunStatus
from world.contract.making import NOW, Section, advance, claim, create, create_leased, wait
from world.interface import World
from world.records import Lease, NewMessage, WaitRecord


class Waits(Section):
    """Waits are opened and closed with the advance that says so."""

    def test_list_waits_is_earliest_due_first_then_first_come(self, world: World) -> None:
        lease = create_leased(world)
        opened = (wait("wait_3", NOW + 9), wait("wait_2", NOW + 5), wait("wait_1", NOW + 9, kind="retry"))
        world.append([advance(world, lease, 1, opened=opened)])
        assert world.list_waits() == [opened[1], opened[0], opened[2]]
        assert world.get_run("r").due_ms == NOW + 5

    def test_list_waits_keeps_to_one_run_and_a_limit_when_asked(self, world: World) -> None:
        for run_id in ("a", "b"):
            opened = tuple(wait(f"wait_{n}", NOW + n, run_id=run_id) for n in (1, 2, 3))
            world.append([advance(world, create_leased(world, run_id), 1, opened=opened)])
        assert [w.correlation_id for w in world.list_waits("b", limit=2)] == ["wait_1", "wait_2"]
        assert [w.run_id for w in world.list_waits(limit=3)] == ["a", "b", "a"]
        assert world.list_waits("nobody") == []

    def test_append_closes_waits_and_looks_for_the_next_due(self, world: World) -> None:
        lease = create_leased(world)
        world.append([advance(world, lease, 1, opened=(wait("wait_1", NOW + 1), wait("wait_2", NOW + 2)))])
        world.append([advance(world, lease, 1, closed=("wait_1",))])
        assert (world.list_waits(), world.get_run("r").due_ms) == ([wait("wait_2", NOW + 2)], NOW + 2)
        world.append([advance(world, lease, 1, closed=("wait_2",))])
        assert (world.list_waits(), world.get_run("r").due_ms) == ([], None)

    def test_append_ignores_a_wait_that_is_open_and_one_that_is_not(self, world: World) -> None:
        lease = create_leased(world)
        world.append([advance(world, lease, 1, opened=(wait("wait_1", NOW + 5), wait("wait_1", NOW + 6)))])
        assert world.append([advance(world, lease, 1, opened=(wait("wait_1", NOW + 9),))]).fenced == ()
        assert world.append([advance(world, lease, 1, closed=("wait_7", "wait_7"))]).fenced == ()
        assert world.list_waits() == [wait("wait_1", NOW + 5)]

    def test_append_opens_the_same_wait_in_two_runs(self, world: World) -> None:
        for run_id in ("a", "b"):
            opened = (wait("wait_1", NOW, run_id=run_id),)
            world.append([advance(world, create_leased(world, run_id), 1, opened=opened)])
        world.append([advance(world, claim(world, "a"), 1, closed=("wait_1",))])
        assert world.list_waits() == [wait("wait_1", NOW, run_id="b")]

    @pytest.mark.parametrize(
        ("before", "opened", "closed", "left"),
        [
            ((), (1,), 1, ()),  # a sleep that began and was cancelled
            ((5,), (9,), 1, (9,)),  # a retry that came due and failed again
            ((5,), (9,), 2, ()),  # ... and was cancelled
            ((5,), (7, 9), 2, (9,)),  # ... twice
            ((), (7, 9), 1, (9,)),
        ],
    )
    def test_append_settles_a_wait_that_it_both_opens_and_closes(
        self, world: World, before: tuple[int, ...], opened: tuple[int, ...], closed: int, left: tuple[int, ...]
    ) -> None:
        lease = create_leased(world)
        world.append([advance(world, lease, 1, opened=_retries(before))])
        beside = wait("wait_2", NOW + 20)
        append = advance(world, lease, 1, opened=(*_retries(opened), beside), closed=("step_1",) * closed)
        world.append([append])
        assert world.list_waits() == [*_retries(left), beside]
        assert world.get_run("r").due_ms == NOW + min((*left, 20))


class Waking(Section):
    """`due_runs` names the runs that want a host now; `next_due_ms` says when the next one will."""

    def test_due_runs_is_empty_when_nothing_waits(self, world: World) -> None:
        create(world)
        assert world.due_runs(now_ms=NOW + 10**9, limit=9) == []
        assert world.next_due_ms() is None

    def test_due_runs_names_a_parked_run_from_the_time_its_wait_is_due(self, world: World) -> None:
        _park(world, "r", NOW + 100)
        assert world.next_due_ms() == NOW + 100
        assert world.due_runs(now_ms=NOW + 99, limit=9) == []
        assert world.due_runs(now_ms=NOW + 100, limit=9) == ["r"]

    def test_due_runs_names_a_run_whose_message_is_due(self, world: World) -> None:
        create(world, messages=(NewMessage("r", "start", due_ms=NOW + 50),))
        assert world.next_due_ms() == NOW + 50
        assert world.due_runs(now_ms=NOW + 49, limit=9) == []
        assert world.due_runs(now_ms=NOW + 50, limit=9) == ["r"]

    def test_due_runs_leaves_out_a_run_that_somebody_holds(self, world: World) -> None:
        _park(world, "r", NOW)
        claim(world)
        assert world.due_runs(now_ms=NOW + 999, limit=9) == []
        assert world.next_due_ms() is None

    def test_due_runs_names_a_run_whose_worker_died_when_its_lease_ends(self, world: World) -> None:
        create_leased(world)
        assert world.due_runs(now_ms=NOW + 999, limit=9) == []
        assert world.due_runs(now_ms=NOW + 1000, limit=9) == ["r"]

    def test_due_runs_leaves_out_a_run_that_is_over(self, world: World) -> None:
        lease = create_leased(world)
        world.append([advance(world, lease, 1, opened=(wait("wait_1", NOW),), release=True)])
        world.append([advance(world, claim(world), 1, status=RunStatus.COMPLETED)])
        assert world.due_runs(now_ms=NOW + 10**9, limit=9) == []
        assert world.next_due_ms() is None

    def test_due_runs_is_in_the_order_of_priority_then_time_then_coming(self, world: World) -> None:
        _park(world, "late", NOW + 8)
        _park(world, "early", NOW + 2)
        _park(world, "early_too", NOW + 2)
        create(world, "low", priority=-1, messages=(NewMessage("low", "x", due_ms=NOW),))
        create(world, "high", messages=(NewMessage("high", "x", priority=5, due_ms=NOW + 9),))
        create(world, "later_high", messages=(NewMessage("later_high", "x", priority=9, due_ms=NOW + 11),))
        create(world, "dead", owner="w9", created_ms=NOW - 995)
        assert world.due_runs(now_ms=NOW + 10, limit=9) == ["high", "early", "early_too", "dead", "late", "low"]
        assert world.due_runs(now_ms=NOW + 10, limit=2) == ["high", "early"]
        assert world.due_runs(now_ms=NOW + 11, limit=1) == ["later_high"]

    def test_priority_of_a_run_outlives_its_messages_and_is_raised_by_them(self, world: World) -> None:
        create(world, "a", priority=1, messages=(NewMessage("a", "x", due_ms=NOW),))
        create(world, "b", priority=-3, messages=(NewMessage("b", "x", due_ms=NOW, priority=-5),))
        create(world, "c", messages=(NewMessage("c", "x", due_ms=NOW),))
        assert world.due_runs(now_ms=NOW, limit=9) == ["a", "c", "b"]
        world.send(NewMessage("b", "urgent", due_ms=NOW + 500, priority=2))
        assert world.due_runs(now_ms=NOW, limit=9) == ["b", "a", "c"]
        lease = claim(world, "b")
        consumed = tuple(message.message_id for message in world.list_messages("b"))
        opened = (wait("wait_1", NOW, run_id="b"),)
        world.append([advance(world, lease, 1, opened=opened, consumed=consumed, release=True)])
        assert world.due_runs(now_ms=NOW, limit=9) == ["b", "a", "c"]
        assert (lease.priority, claim(world, "a").priority, world.get_run("b").priority) == (2, 1, 2)
        assert create_leased(world, "d", priority=4).priority == 4

    def test_due_runs_takes_the_earlier_of_a_dead_workers_lease_and_its_waits(self, world: World) -> None:
        _park(world, "b", NOW + 500)
        lease = create_leased(world, "a")
        opened = (wait("wait_1", NOW + 400, run_id="a"),)
        world.append([advance(world, lease, 1, opened=opened, lease_expires_ms=NOW + 1000)])
        assert world.due_runs(now_ms=NOW + 1000, limit=9) == ["a", "b"]

    def test_due_runs_sees_a_lease_that_an_append_shortened(self, world: World) -> None:
        lease = create_leased(world)
        world.append([advance(world, lease, 1, lease_expires_ms=NOW + 300)])
        assert world.due_runs(now_ms=NOW + 299, limit=9) == []
        assert world.due_runs(now_ms=NOW + 300, limit=9) == ["r"]
        world.append([advance(world, lease, lease_expires_ms=NOW + 900)])
        assert world.due_runs(now_ms=NOW + 899, limit=9) == []
        world.append([advance(world, lease, 1, lease_expires_ms=NOW + 5000)])
        assert world.due_runs(now_ms=NOW + 4999, limit=9) == []
        world.extend_lease(lease, expires_ms=NOW + 100)
        assert world.due_runs(now_ms=NOW + 100, limit=9) == ["r"]

    def test_next_due_ms_is_the_earliest_of_messages_and_waits(self, world: World) -> None:
        _park(world, "a", NOW + 300)
        create(world, "b", messages=(NewMessage("b", "x", due_ms=NOW + 200),))
        assert world.next_due_ms() == NOW + 200
        assert world.send(NewMessage("a", "x", due_ms=NOW + 100))
        assert world.next_due_ms() == NOW + 100
        (message,) = world.list_messages("a")
        world.append([advance(world, claim(world, "a"), consumed=(message.message_id,), release=True)])
        assert (world.get_run("a").due_ms, world.next_due_ms()) == (NOW + 300, NOW + 200)


def _park(world: World, run_id: str, due_ms: int) -> None:
    lease: Lease = create_leased(world, run_id)
    world.append([advance(world, lease, 1, opened=(wait("wait_1", due_ms, run_id=run_id),), release=True)])


def _retries(after_ms: tuple[int, ...]) -> tuple[WaitRecord, ...]:
    return tuple(wait("step_1", NOW + ms, kind="retry") for ms in after_ms)
