"""Sections: no more attempts at once, and no more within a time, than a limit allows, over all workers."""

from __future__ import annotations

import pytest

from vm.core.lifecycle import RunStatus
from world.contract.making import NOW, Section, advance, claim, create_leased
from world.interface import World
from world.records import Lease, Rate, SlotGrant, SlotHolder, SlotRequest


class Slots(Section):
    """A concurrency limit counts attempts whose runs are held; nothing that ended keeps a place."""

    def test_take_slots_grants_from_the_first_on_until_the_limit_is_full(self, world: World) -> None:
        lease = create_leased(world)
        assert _take(world, lease, "a", "b", "c", concurrency=2) == SlotGrant(2, NOW + 1000)
        assert _take(world, lease, "c", concurrency=2) == SlotGrant(0, NOW + 1000)
        assert _take(world, lease, "c", "d", concurrency=3) == SlotGrant(1, NOW + 1000)

    def test_take_slots_counts_the_attempts_of_all_workers(self, world: World) -> None:
        for number in range(3):
            lease = create_leased(world, f"r{number}", owner=f"w{number}")
            assert _take(world, lease, "step_1", concurrency=2).granted == (number < 2)

    def test_take_slots_keeps_limits_of_different_keys_apart(self, world: World) -> None:
        lease = create_leased(world)
        assert _take(world, lease, "a", concurrency=1).granted == 1
        assert _take(world, lease, "b", concurrency=1, key="other").granted == 1

    def test_take_slots_gives_who_has_a_slot_no_second_one(self, world: World) -> None:
        lease = create_leased(world)
        for _ in range(3):
            assert _take(world, lease, "a", concurrency=2, rate=Rate(2, 10_000)) == SlotGrant(1, None)
        assert _take(world, lease, "a", "b", "c", concurrency=2).granted == 2

    def test_append_gives_the_slots_of_its_steps_back(self, world: World) -> None:
        lease = create_leased(world)
        _take(world, lease, "a", "b", concurrency=2)
        _take(world, lease, "a", concurrency=1, key="other")
        assert world.append([advance(world, lease, 1, freed=("a", "z"))]).fenced == ()
        assert _take(world, lease, "c", "d", concurrency=2).granted == 1
        assert _take(world, lease, "d", concurrency=1, key="other").granted == 1

    def test_an_append_that_is_fenced_gives_nothing_back(self, world: World) -> None:
        lease = create_leased(world)
        _take(world, lease, "a", concurrency=1)
        stale = advance(world, lease, 1, freed=("a",))
        world.append([advance(world, lease, 1)])
        assert world.append([stale]).fenced == ("r",)
        assert _take(world, lease, "b", concurrency=1).granted == 0

    @pytest.mark.parametrize("way", ["release", "park", "end", "bury", "claim"])
    def test_a_run_that_is_given_up_gives_all_its_slots_back(self, world: World, way: str) -> None:
        lease, other = create_leased(world), create_leased(world, "other")
        _take(world, lease, "a", "b", concurrency=2)
        _give_up(world, lease, way)
        assert _take(world, other, "a", "b", concurrency=2) == SlotGrant(2, None)

    def test_slots_count_until_the_lease_expires_and_again_when_it_is_extended(self, world: World) -> None:
        lease, other = create_leased(world), create_leased(world, "other")
        other = world.extend_lease(other, expires_ms=NOW + 10**6)
        _take(world, lease, "a", concurrency=1)
        assert _take(world, other, "a", concurrency=1, now_ms=NOW + 999) == SlotGrant(0, NOW + 1000)
        world.append([advance(world, lease, lease_expires_ms=NOW + 1500)])
        assert _take(world, other, "a", concurrency=1, now_ms=NOW + 1499) == SlotGrant(0, NOW + 1500)
        assert _take(world, other, "a", concurrency=1, now_ms=NOW + 1500) == SlotGrant(1, None)

    def test_take_slots_passes_over_who_does_not_hold_its_run(self, world: World) -> None:
        old = create_leased(world)
        new = claim(world, owner="w2", now_ms=NOW + 5000)
        holders = (_holder(old, "a"), SlotHolder("nobody", 1, "a"), _holder(new, "a"), _holder(new, "b"))
        request = SlotRequest("k", 1, Rate(1, 60_000), holders)
        assert world.take_slots(request, now_ms=NOW + 5000) == SlotGrant(3, NOW + 65_000)
        assert _take(world, new, "b", concurrency=2, now_ms=NOW + 5000).granted == 1

    def test_take_slots_has_no_time_to_offer_where_there_is_no_room_at_all(self, world: World) -> None:
        lease = create_leased(world)
        assert _take(world, lease, "a", concurrency=0) == SlotGrant(0, None)

    def test_take_slots_without_a_limit_grants_everything(self, world: World) -> None:
        lease = create_leased(world)
        assert _take(world, lease, *map(str, range(50))) == SlotGrant(50, None)
        assert _take(world, lease) == SlotGrant(0, None)


class Rates(Section):
    """A rate holds in every stretch of its time, wherever that begins, and may be used up at once."""

    def test_rate_grants_its_count_at_once_and_the_next_when_the_first_is_past(self, world: World) -> None:
        lease = create_leased(world)
        rate = Rate(3, 1000)
        assert _take(world, lease, "a", rate=rate, now_ms=NOW) == SlotGrant(1, None)
        assert _take(world, lease, "b", "c", "d", rate=rate, now_ms=NOW + 400) == SlotGrant(2, NOW + 1000)
        assert _take(world, lease, "d", rate=rate, now_ms=NOW + 999) == SlotGrant(0, NOW + 1000)
        assert _take(world, lease, "d", "e", rate=rate, now_ms=NOW + 1000) == SlotGrant(1, NOW + 1400)

    @pytest.mark.parametrize(("count", "per_ms", "pause_ms"), [(1, 100, 7), (5, 100, 3), (10, 1000, 61), (7, 70, 1)])
    def test_no_stretch_of_time_sees_more_than_the_rate(
        self, world: World, count: int, per_ms: int, pause_ms: int
    ) -> None:
        leases = [world.extend_lease(create_leased(world, f"r{n}"), expires_ms=NOW + 10**9) for n in range(2)]
        granted, now_ms = list[int](), NOW
        while len(granted) < 4 * count + 3:
            name = f"step_{len(granted)}"
            grant = _take(world, leases[len(granted) % 2], name, rate=Rate(count, per_ms), now_ms=now_ms)
            granted += [now_ms] * grant.granted
            now_ms = now_ms + pause_ms if grant.retry_at_ms is None else grant.retry_at_ms
        assert all(later - first >= per_ms for first, later in zip(granted, granted[count:], strict=False))

    def test_rate_and_concurrency_hold_together(self, world: World) -> None:
        lease = create_leased(world)
        assert _take(world, lease, "a", "b", concurrency=1, rate=Rate(1, 50)) == SlotGrant(1, NOW + 1000)
        world.append([advance(world, lease, 1, freed=("a",))])
        assert _take(world, lease, "b", concurrency=1, rate=Rate(1, 50), now_ms=NOW + 10) == SlotGrant(0, NOW + 50)
        assert _take(world, lease, "b", concurrency=1, rate=Rate(1, 50), now_ms=NOW + 50) == SlotGrant(1, None)

    def test_what_concurrency_refused_does_not_use_the_rate_up(self, world: World) -> None:
        lease = create_leased(world)
        _take(world, lease, "a", concurrency=1, rate=Rate(2, 10**6))
        for _ in range(5):
            assert _take(world, lease, "b", concurrency=1, rate=Rate(2, 10**6)).granted == 0
        world.append([advance(world, lease, 1, freed=("a",))])
        assert _take(world, lease, "b", concurrency=1, rate=Rate(2, 10**6)) == SlotGrant(1, None)

    def test_a_clock_that_is_set_back_holds_nobody_up_for_longer_than_the_rate_does(self, world: World) -> None:
        lease = create_leased(world)
        day, rate = 86_400_000, Rate(2, 1000)
        lease = world.extend_lease(lease, expires_ms=NOW + 2 * day)
        assert _take(world, lease, "a", "b", rate=rate, now_ms=NOW + day) == SlotGrant(2, None)
        assert _take(world, lease, "c", rate=rate, now_ms=NOW) == SlotGrant(0, NOW + 1000)
        assert _take(world, lease, "c", "d", rate=rate, now_ms=NOW + 1000) == SlotGrant(2, None)

    def test_a_rate_that_was_changed_holds_from_then_on(self, world: World) -> None:
        lease = create_leased(world)
        assert _take(world, lease, *"abcd", rate=Rate(4, 1000)) == SlotGrant(4, None)
        assert _take(world, lease, "e", rate=Rate(2, 1000), now_ms=NOW + 10) == SlotGrant(0, NOW + 1000)
        assert _take(world, lease, *"efg", rate=Rate(2, 1000), now_ms=NOW + 1000) == SlotGrant(2, NOW + 2000)


def _take(
    world: World,
    lease: Lease,
    *correlation_ids: str,
    concurrency: int | None = None,
    rate: Rate | None = None,
    key: str = "k",
    now_ms: int = NOW,
) -> SlotGrant:
    holders = tuple(_holder(lease, correlation_id) for correlation_id in correlation_ids)
    return world.take_slots(SlotRequest(key, concurrency, rate, holders), now_ms=now_ms)


def _holder(lease: Lease, correlation_id: str) -> SlotHolder:
    return SlotHolder(lease.run_id, lease.epoch, correlation_id)


def _give_up(world: World, lease: Lease, way: str) -> None:
    if way == "release":
        world.release_lease(lease)
    elif way == "bury":
        world.bury_run(lease, reason="x", now_ms=NOW)
    elif way == "claim":
        claim(world, now_ms=NOW)
    else:
        world.append([advance(world, lease, release=way == "park", status=None if way == "park" else RunStatus.FAILED)])
