"""What steps may do at once, and how often, over all workers."""

from __future__ import annotations

from typing import Protocol

from world.records import SlotGrant, SlotRequest


class Limits(Protocol):
    """See `world.interface`."""

    def take_slots(self, request: SlotRequest, *, now_ms: int) -> SlotGrant:
        """Let attempts begin under a limit: as many of `request.holders`, from the first on, as it has room for.

        `concurrency`: no more than that many have a slot at once. A slot is taken until the run's append frees
        it (`Append.freed`); it counts only while the run is held under the holder's epoch and that lease has
        not expired. A claim, a release and the end of a run free all its slots. `rate`: within any
        `rate.per_ms` no more than `rate.count` are granted. Granting is one transaction, and an attempt that
        was granted and never made has used its place in the rate.

        Who has the slot already keeps it. Who does not hold its run any more takes none and keeps nobody
        waiting: it counts as granted, and whatever it does is fenced.
        """
        ...
