"""Places under the limits of steps: how many attempts of one are made at once, and how often one begins."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Protocol

from vm.host.clock import wall_ms
from vm.host.gate import Limit, Ticket
from vm.host.writer import Writer
from world.interface import World
from world.records import Rate, SlotGrant, SlotHolder, SlotRequest


class Slots(Protocol):
    """Grants attempts their places under a limit."""

    async def take(self, limit: Limit, tickets: Sequence[Ticket], now_ms: int) -> SlotGrant:
        """Grant the first few of `tickets`."""
        ...


class WorldSlots:
    """Places that all workers of a world share. They are given back with what their attempts come to."""

    def __init__(self, world: World, writer: Writer) -> None:
        self._world = world
        self._writer = writer

    async def take(self, limit: Limit, tickets: Sequence[Ticket], now_ms: int) -> SlotGrant:
        """See `Slots.take`. Counted in real time, as leases are."""
        holders = [SlotHolder(ticket.run.run_id, ticket.run.lease.epoch, ticket.correlation_id) for ticket in tickets]
        request = SlotRequest(limit.key, limit.concurrency, limit.rate, tuple(holders))
        return await self._writer.write(lambda: self._world.take_slots(request, now_ms=wall_ms()))


class OwnSlots:
    """Places that this process keeps by itself, for runs in virtual time: nobody else lives in it.

    `count_inside` says how many attempts hold a place under a key, those asked for included. A rate is kept as the
    time at which the next attempt would begin if all came at an even pace (GCRA).
    """

    def __init__(self, count_inside: Callable[[str], int]) -> None:
        self._count_inside = count_inside
        self._next_ms: dict[str, float] = {}

    async def take(self, limit: Limit, tickets: Sequence[Ticket], now_ms: int) -> SlotGrant:
        """See `Slots.take`."""
        wanted = len(tickets)
        if limit.concurrency is not None:
            others = self._count_inside(limit.key) - wanted
            wanted = max(0, min(wanted, limit.concurrency - others))
        return SlotGrant(wanted, None) if limit.rate is None else self._pace(limit.key, limit.rate, wanted, now_ms)

    def _pace(self, key: str, rate: Rate, wanted: int, now_ms: int) -> SlotGrant:
        each_ms = rate.per_ms / rate.count
        for number in range(wanted):
            next_ms = max(self._next_ms.get(key, 0.0), now_ms)
            begins_ms = next_ms + each_ms - rate.per_ms
            if begins_ms > now_ms:
                return SlotGrant(number, math.ceil(begins_ms))
            self._next_ms[key] = next_ms + each_ms
        return SlotGrant(wanted, None)
