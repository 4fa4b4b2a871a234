"""What runs beside an engine's loop, and tells it of the world outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import trio

from vm.errors import OperatorError
from vm.host.clock import wall_ms
from vm.host.heart import Heart
from vm.host.leases import Leases
from vm.host.roster import Roster
from vm.host.ticker import Ticker
from vm.host.watch import LONGEST_S, Watch
from world.interface import World

PULSE_S: Final = 1.0


class Senses:
    """Keeps leases, and calls `notice` when another process wrote, and every second.

    Every second, because not everything is told: a lease runs out and a clock is set in silence. `fail` is called
    with what the world says when it is out of reach for good.
    """

    def __init__(
        self,
        world: World,
        leases: Leases,
        roster: Roster,
        *,
        notice: Callable[[], None],
        fail: Callable[[BaseException], None],
    ) -> None:
        self.watch = Watch(world, notice, fail)
        self._world = world
        self._leases = leases
        self._roster = roster
        self._notice = notice
        self._fail = fail
        self._heart = Heart(leases.lease_ms, self._extend_leases, self._hear)

    async def serve(self) -> None:
        """Sense until it is cancelled."""
        watching = Ticker("vm-watch", self.watch.look, LONGEST_S)
        beating = Ticker("vm-heart", self._heart.beat, self._heart.pause_s)
        watching.start()
        beating.start()
        try:
            while True:
                self._heart.pulse()
                await trio.sleep(PULSE_S)
                self._notice()
        finally:
            watching.stop()
            beating.stop()

    def _extend_leases(self) -> Sequence[str]:
        """Extend all leases of this engine; return the runs that it has lost. Called in the heart's thread."""
        leases = [*self._roster.leases(), *list(self._leases.pending.values())]
        return self._world.extend_leases(leases, expires_ms=self._leases.next_expiry_ms(wall_ms()))

    def _hear(self, lost: Sequence[str], error: OperatorError | None) -> None:
        """Hear from the heart: about leases, or that the world cannot be written."""
        if error is not None and not error.is_retryable:
            self._fail(error)
        for run_id in lost:
            self._roster.doubt(run_id)
        self._notice()
