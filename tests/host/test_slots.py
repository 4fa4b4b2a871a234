"""Places under limits in virtual time."""

from __future__ import annotations

from typing import Any

from vm.host.gate import Limit, Ticket
from vm.host.slots import OwnSlots
from world.records import Rate, SlotGrant


def tickets(count: int) -> list[Ticket]:
    nobody: Any = None
    return [Ticket(nobody, str(number), None) for number in range(count)]


async def test_concurrency_counts_those_that_are_inside() -> None:
    inside = {"bank": 5}
    slots = OwnSlots(lambda key: inside[key])
    limit = Limit("bank", 3, None)
    assert await slots.take(limit, tickets(4), 0) == SlotGrant(2, None)
    inside["bank"] = 9
    assert await slots.take(limit, tickets(4), 0) == SlotGrant(0, None)


async def test_rate_lets_a_burst_in_and_then_one_after_the_other() -> None:
    slots = OwnSlots(lambda _: 0)
    limit = Limit("bank", None, Rate(4, 1000))
    assert await slots.take(limit, tickets(6), 0) == SlotGrant(4, 250)
    assert await slots.take(limit, tickets(2), 249) == SlotGrant(0, 250)
    assert await slots.take(limit, tickets(2), 250) == SlotGrant(1, 500)
    assert await slots.take(limit, tickets(9), 10_000) == SlotGrant(4, 10_250)


async def test_both_limits_hold_and_keys_are_apart() -> None:
    slots = OwnSlots(lambda _: 3)
    limit = Limit("bank", 2, Rate(1, 1000))
    assert await slots.take(limit, tickets(3), 0) == SlotGrant(1, 1000)
    assert await slots.take(Limit("post", 2, Rate(1, 1000)), tickets(3), 0) == SlotGrant(1, 1000)
