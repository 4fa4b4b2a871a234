"""What steps may do at once, and how often: slots are counted, grants are numbered.

Of the grants under a rate only the last few are kept, by number: the one that is `rate.count` back tells
whether there is room, so a grant costs the same however many the rate allows.
"""

from __future__ import annotations

import sqlite3
from typing import Any, Final

from world.records import SlotGrant, SlotHolder, SlotRequest
from world.rules import find_room
from world.sqlite.base import Base

_FIND_HOLDER: Final = "SELECT run_key, lease_expires_ms FROM runs WHERE run_id = ? AND epoch = ? AND owner IS NOT NULL"
_HAS_SLOT: Final = "SELECT 1 FROM slots WHERE limit_key = ? AND run_key = ? AND correlation_id = ?"
_TAKE: Final = "INSERT INTO slots (limit_key, run_key, correlation_id, epoch) VALUES (?, ?, ?, ?)"
_COUNT: Final = (
    "SELECT count(*), min(lease_expires_ms) FROM slots CROSS JOIN runs USING (run_key) "
    "WHERE limit_key = ? AND slots.epoch = runs.epoch AND lease_expires_ms > ?"
)
_LAST: Final = "SELECT number, at_ms FROM grants WHERE limit_key = ? ORDER BY number DESC LIMIT 1"
_GRANTED_AT: Final = "SELECT at_ms FROM grants WHERE limit_key = ? AND number = ?"
_GRANT: Final = "INSERT INTO grants (limit_key, number, at_ms) VALUES (?, ?, ?)"
_FORGET: Final = "DELETE FROM grants WHERE limit_key = ? AND number <= ?"
_PULL_BACK: Final = "UPDATE grants SET at_ms = ? WHERE limit_key = ? AND at_ms > ?"


class Limits(Base):
    """See `World`, section limits."""

    def take_slots(self, request: SlotRequest, *, now_ms: int) -> SlotGrant:
        """See `World.take_slots`."""
        with self._connection.transaction() as raw:
            limit = _Limit(raw, request, now_ms)
            for number, holder in enumerate(request.holders):
                run = limit.find_run(holder)
                if run is None:
                    continue
                has_room, retry_at_ms = limit.find_room()
                if not has_room:
                    return SlotGrant(number, retry_at_ms)
                limit.take(holder, *run)
        return SlotGrant(len(request.holders), None)


class _Limit:
    """A limit within the transaction that grants under it."""

    def __init__(self, raw: sqlite3.Connection, request: SlotRequest, now_ms: int) -> None:
        self._raw, self._request, self._now_ms = raw, request, now_ms
        self._key = request.key
        self._taken, self._first_end_ms = raw.execute(_COUNT, (self._key, now_ms)).fetchone()
        last: tuple[int, int] = raw.execute(_LAST, (self._key,)).fetchone() or (0, 0)
        self._last, at_ms = last
        if at_ms > now_ms:  # the clock was set back: what was granted since is counted as of now
            raw.execute(_PULL_BACK, (now_ms, self._key, now_ms))

    def find_run(self, holder: SlotHolder) -> tuple[int, int] | None:
        """Return a holder's run key and when its lease ends; None when it wants no slot, or has it."""
        found: Any = self._raw.execute(_FIND_HOLDER, (holder.run_id, holder.epoch)).fetchone()
        if found is None:
            return None
        has_slot = self._raw.execute(_HAS_SLOT, (self._key, found[0], holder.correlation_id)).fetchone()
        return None if has_slot else found

    def find_room(self) -> tuple[bool, int | None]:
        rate = self._request.rate
        counted = None
        if rate is not None:
            counted = self._raw.execute(_GRANTED_AT, (self._key, self._last + 1 - rate.count)).fetchone()
        return find_room(
            self._request,
            taken=self._taken,
            first_end_ms=self._first_end_ms,
            counted_ms=None if counted is None else counted[0],
            now_ms=self._now_ms,
        )

    def take(self, holder: SlotHolder, run_key: int, ends_ms: int) -> None:
        self._raw.execute(_TAKE, (self._key, run_key, holder.correlation_id, holder.epoch))
        if ends_ms > self._now_ms:
            self._taken += 1
            self._first_end_ms = ends_ms if self._first_end_ms is None else min(self._first_end_ms, ends_ms)
        rate = self._request.rate
        if rate is not None:
            self._last += 1
            self._raw.execute(_GRANT, (self._key, self._last, self._now_ms))
            self._raw.execute(_FORGET, (self._key, self._last - rate.count))
