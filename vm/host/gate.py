"""Who may begin: attempts wait here until this process, and the limits of their steps, have room for them."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

from vm.core.frozen import frozen, record
from world.records import Rate

if TYPE_CHECKING:
    from vm.host.warm import WarmRun

MOST_AT_ONCE: Final = 100  # slots that are asked for in one transaction


@frozen
class Limit:
    """What holds a step back over all workers. Steps with one `key` share it."""

    key: str
    concurrency: int | None
    rate: Rate | None


def find_limit(step_id: str, options: Mapping[str, Any]) -> Limit | None:
    """Return the limit that a step's options set, or None."""
    concurrency, rate = options.get("concurrency"), options.get("rate_limit")
    if concurrency is None and rate is None:
        return None
    return Limit(options.get("limit_key", step_id), concurrency, None if rate is None else Rate(*rate))


@frozen(eq=False)
class Ticket:
    """A step that wants its next attempt begun. It holds a slot once its limit, if it has one, lets it in."""

    run: WarmRun
    correlation_id: str
    limit: Limit | None
    priority: int = 0


@record
class _Queue:
    """The tickets that wait for one limit, or for none: greatest priority first, then first come."""

    limit: Limit | None
    heap: list[tuple[int, int, Ticket]] = field(default_factory=list)
    is_starved: bool = False  # asked, and refused: no use asking before something happens
    retry_at_ms: int | None = None

    def is_ready(self, now_ms: int) -> bool:
        is_due = self.retry_at_ms is not None and self.retry_at_ms <= now_ms
        return bool(self.heap) and (is_due or not self.is_starved)


class Gate:
    """Counts the attempts that are being made, `most` at once (None: any number), and queues the others.

    Nobody is let in but by `choose`. Whoever was let in is counted until it leaves. Tickets that are not wanted
    any more are dropped when their turn comes.
    """

    def __init__(self, most: int | None) -> None:
        self.most = most
        self._inside: dict[WarmRun, set[Ticket]] = {}
        self._count = 0
        self._queues: dict[Limit | None, _Queue] = {}
        self._serial = itertools.count()

    @property
    def load(self) -> int:
        """How many attempts are being made or wait here."""
        return self._count + sum(len(queue.heap) for queue in self._queues.values())

    @property
    def is_waited_at(self) -> bool:
        return bool(self._queues)

    def join(self, ticket: Ticket) -> None:
        """Have a ticket wait for its turn."""
        self._push(ticket, next(self._serial))

    def choose(self, now_ms: int) -> list[list[tuple[int, Ticket]]]:
        """Let in as many as there is room for, in their order, and return them by limit, each with its number.

        Those with a limit are let in for the time being: `refuse` sends back the ones that got no slot.
        """
        chosen: dict[Limit | None, list[tuple[int, Ticket]]] = {}
        ready = [(*self._rank(queue), queue) for queue in self._queues.values() if queue.is_ready(now_ms)]
        heapq.heapify(ready)
        while ready and self._has_room():
            *_, queue = heapq.heappop(ready)
            _, number, ticket = heapq.heappop(queue.heap)
            if ticket.run.is_wanted(ticket):
                self._inside.setdefault(ticket.run, set()).add(ticket)
                self._count += 1
                chosen.setdefault(queue.limit, []).append((number, ticket))
            if queue.heap and len(chosen.get(queue.limit, ())) < MOST_AT_ONCE:
                heapq.heappush(ready, (*self._rank(queue), queue))
        for limit in [limit for limit, queue in self._queues.items() if not queue.heap]:
            del self._queues[limit]
        return list(chosen.values())

    def refuse(self, tickets: Iterable[tuple[int, Ticket]], retry_at_ms: int | None) -> None:
        """Send tickets back to their places: their limit has no slot, at least until `retry_at_ms`."""
        for number, ticket in tickets:
            self.leave(ticket)
            queue = self._push(ticket, number)
            queue.is_starved, queue.retry_at_ms = True, retry_at_ms

    def leave(self, ticket: Ticket) -> None:
        """An attempt has ended, or is not made after all. Saying so twice is fine."""
        of_run = self._inside.get(ticket.run, set())
        if ticket in of_run:
            of_run.remove(ticket)
            self._count -= 1
            if not of_run:
                del self._inside[ticket.run]

    def leave_all(self, run: WarmRun, but: Iterable[Ticket | None] = ()) -> None:
        """A run is gone, and of its attempts only those of `but` are still being made."""
        for ticket in self._inside.get(run, set()).difference(but):
            self.leave(ticket)

    def count_inside(self, key: str) -> int:
        """Return how many attempts are being made under a limit."""
        tickets = (ticket for of_run in self._inside.values() for ticket in of_run)
        return sum(ticket.limit is not None and ticket.limit.key == key for ticket in tickets)

    def retry(self) -> None:
        """Something happened that may have given slots back."""
        for queue in self._queues.values():
            queue.is_starved = False

    def next_retry_ms(self) -> int | None:
        """Return when a rate lets somebody in next, as far as is known."""
        times = [queue.retry_at_ms for queue in self._queues.values() if queue.is_starved]
        return min((time for time in times if time is not None), default=None)

    def _has_room(self) -> bool:
        return self.most is None or self._count < self.most

    def _push(self, ticket: Ticket, number: int) -> _Queue:
        queue = self._queues.get(ticket.limit)
        if queue is None:
            queue = self._queues[ticket.limit] = _Queue(ticket.limit)
        heapq.heappush(queue.heap, (-ticket.priority, number, ticket))
        return queue

    @staticmethod
    def _rank(queue: _Queue) -> tuple[int, int]:
        priority, number, _ = queue.heap[0]
        return priority, number
