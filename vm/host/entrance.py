"""How runs come into an engine: new ones, and those that others have left."""

from __future__ import annotations

from functools import partial

import trio

from vm.core.program import Program
from vm.host.arrivals import Arrivals
from vm.host.births import Birth, Births
from vm.host.clock import Clock
from vm.host.exits import Exits
from vm.host.headers import require_same
from vm.host.leases import Leases
from vm.host.roster import Roster
from vm.host.takeover import Takeover
from vm.host.warm import WarmRun
from vm.host.writer import Writer
from world.interface import World
from world.records import Lease


class Entrance:
    """Part of `Engine`. May be called beside its loop, also before and after it."""

    world: World
    clock: Clock
    roster: Roster
    leases: Leases
    writer: Writer
    _births: Births
    _takeover: Takeover
    _exits: Exits
    _arrivals: Arrivals
    _is_serving: bool
    _is_stopping: bool

    @trio.lowlevel.enable_ki_protection  # Ctrl-C is for the program; in a body it would be recorded as its failure
    async def store(self, *births: Birth) -> None:
        """Store new runs, and set those going that are to be driven here. Returns when that is committed.

        Those that are asked for at the same time share transactions. A run that exists already is left as it
        is. An engine that is stopping, or has no room, leaves runs to whoever takes them up.

        Raises:
            RunExists: An id belongs to a run that is not the same.
            OperatorError: The world is out of reach.
        """
        for birth in births:
            birth.is_leased &= self._may_drive_more()
            self._births.add(birth)
        self.ring()
        while self._births and not self._is_serving:
            await self._commit()
        for birth in births:
            if await birth.wait() == birth.run_id and not birth.is_new:
                require_same(self.world, birth.header)

    async def adopt(self, run_id: str, program: Program) -> None:
        """Take over a run that nobody advances: replay its journal, and go on where it ends.

        One that is warm here stays as it is; an engine that is stopping takes up no more.

        Raises:
            RunNotFound, RunEnded: There is nothing to take over.
            RunLeased: Somebody else advances it.
            DivergenceError, JournalCorrupt: It cannot be replayed. It is left as it is.
        """
        async with self._takeover.alone(run_id):
            if self.roster.find(run_id) is not None or self._is_stopping:
                return
            lease = await self.writer.write(partial(self.leases.claim, run_id))
            try:
                await self.take_over(lease, program)
            except BaseException:
                self.leases.give_back(lease)
                self._settle_late()
                raise

    @trio.lowlevel.enable_ki_protection
    async def take_over(self, lease: Lease, program: Program) -> None:
        """Bring a run into memory whose lease was claimed, and go on with it. Raises as `adopt`."""
        held = self.roster.find(lease.run_id)
        if held is not None:  # our own lease on it had run out
            self._exits.lose(held)
        run, waits = await self._takeover.bring(lease, program, self.clock)
        self.roster.add(run)
        if self._is_stopping:  # it stopped meanwhile, and may be through with parking what was warm
            self._exits.part(run)
            self._settle_late()
            return
        for wait in waits:
            self._arrivals.timers.arm(run, wait.correlation_id, wait.due_ms)
        self._arrivals.arm_later(run)
        self._end_change(run, None)

    def _settle_late(self) -> None:
        """Give up leases, also when the loop is over and does not do it."""
        if self._is_stopping and not self._is_serving:
            self._exits.park_all()
        self.ring()

    # ---- what the engine has besides

    def ring(self) -> None:
        """See `Engine.ring`."""
        raise AssertionError("an engine has a loop")

    def _may_drive_more(self) -> bool:
        raise AssertionError("an engine knows its room")

    async def _commit(self) -> bool:
        raise AssertionError("an engine commits")

    def _end_change(self, run: WarmRun, error: Exception | None) -> None:
        raise AssertionError("an engine changes runs")
