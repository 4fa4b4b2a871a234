"""Takes up the runs that are due, and waits for more without asking all the time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Final, TypeGuard

import trio

from vm.core.program import Program
from vm.errors import AuthorError, CallerError, JournalCorrupt, JournalTooNew, OperatorError, WorldDamaged
from vm.host.clock import wall_ms
from vm.host.engine import Engine
from vm.host.exits import LONGEST_PAUSE_MS, pause_ms
from vm.host.owner import is_dead
from vm.host.parking import explain_parking
from vm.host.schedules import Schedules
from world.records import Lease, RunRecord

MOST_AT_ONCE: Final = 64  # runs claimed in one transaction
LOOK_AGAIN_S: Final = 2.0  # whatever anybody says: clocks are set, and leases run out, in silence
SHORTEST_WAIT_S: Final = 0.001
REAP_S: Final = 5.0  # between two looks for owners who died

FINAL: Final = (AuthorError, CallerError, JournalCorrupt, WorldDamaged)
"""What keeps a run from being taken up until somebody mends it. Everything else is tried again."""

Prepare = Callable[[RunRecord], Program]
"""Returns the program of a stored run, with the code of its steps at hand. Raises what keeps it from going on."""

_log: Final = logging.getLogger(__name__)


class Intake:
    """Feeds an engine. `workflows` are the ids of those to take up, None for all. `schedules`: whose ticks it makes.

    `is_ready` is set when everything that was due at the start has been looked at, as far as there was room.
    """

    def __init__(
        self,
        engine: Engine,
        prepare: Prepare,
        *,
        workflows: Collection[str] | None = None,
        schedules: Schedules | None = None,
    ) -> None:
        self.is_ready = trio.Event()
        self._engine = engine
        self._world = engine.world
        self._prepare = prepare
        self._workflows = workflows
        self._schedules = schedules
        self._news = trio.Event()
        self._is_full = False
        self._batch = 1  # grows while all goes well: of what is claimed together, all suffers when one kills us
        self._reap_at = 0.0
        self._scope = trio.CancelScope()

    def ring(self) -> None:
        """Something may have become due."""
        self._news.set()

    def make_room(self) -> None:
        """The engine may have room again."""
        if self._is_full and self._engine.room > 0:
            self._is_full = False
            self.ring()

    def stop(self) -> None:
        """Take up nothing more."""
        self._scope.cancel()

    async def serve(self) -> None:
        """Take up what is due until `stop`.

        Raises:
            OperatorError: The world is out of reach.
        """
        with self._scope:
            while True:
                self._news = trio.Event()
                try:
                    await self._reap()
                    if await self._tick() + await self._take_due():
                        continue
                    delay_s = self._find_delay()
                except OperatorError as error:
                    if not error.is_retryable:
                        raise
                    delay_s = LOOK_AGAIN_S
                self.is_ready.set()
                with trio.move_on_after(delay_s):
                    await self._news.wait()

    async def _reap(self) -> None:
        """End the leases of owners that certainly drive nothing any more, rather than wait for their time."""
        if trio.current_time() < self._reap_at:
            return
        self._reap_at = trio.current_time() + REAP_S
        for owner in self._world.list_owners():
            if owner != self._engine.leases.owner and is_dead(owner):
                await self._engine.writer.write(partial(self._world.expire_leases, owner, now_ms=wall_ms()))

    async def _tick(self) -> int:
        return 0 if self._schedules is None else await self._schedules.take_due()

    def _find_delay(self) -> float:
        due_ms = None if self._is_full else self._world.next_due_ms(workflows=self._workflows)
        tick_ms = None if self._schedules is None else self._schedules.next_look_ms()
        first_ms = min((at_ms for at_ms in (due_ms, tick_ms) if at_ms is not None), default=None)
        if first_ms is None:
            return LOOK_AGAIN_S
        return min(max((first_ms - wall_ms()) / 1000, SHORTEST_WAIT_S), LOOK_AGAIN_S)

    async def _take_due(self) -> int:
        """Claim what is due and there is room for, and bring it into memory; return how many that were."""
        engine, now = self._engine, wall_ms()
        room = engine.room
        self._is_full = room <= 0
        if self._is_full or not self._world.due_runs(now_ms=now, limit=1, workflows=self._workflows):
            return 0  # looking costs no transaction
        claim = partial(
            self._world.claim_runs,
            owner=engine.leases.owner,
            now_ms=now,
            expires_ms=engine.leases.next_expiry_ms(now),
            limit=min(room, self._batch),
            workflows=self._workflows,
        )
        leases = await engine.writer.write(claim)
        engine.leases.pending.update((lease.run_id, lease) for lease in leases)
        engine.senses.watch.hurry()
        try:
            await self._bring_all(leases)
        finally:
            for lease in leases:
                if engine.leases.pending.get(lease.run_id) is lease:  # its turn never came
                    engine.leases.give_back(lease)
            engine.ring()  # leases may have to be settled
        return len(leases)

    async def _bring_all(self, leases: Sequence[Lease]) -> None:
        """Bring runs into memory, side by side; but one that may have killed a worker before alone, and last."""
        doubtful = sorted((lease for lease in leases if lease.deliveries > 1), key=lambda lease: -lease.deliveries)
        errors: list[OperatorError] = []
        async with trio.open_nursery() as nursery:
            for lease in leases:
                if lease.deliveries <= 1:
                    nursery.start_soon(self._bring, lease, errors)
        self._batch = 1 if doubtful else min(self._batch * 2, MOST_AT_ONCE)
        if doubtful and not errors:
            first, *others = doubtful
            for lease in others:
                self._engine.leases.give_back(lease)
            await self._engine.flush()
            await self._bring(first, errors)
            await self._engine.flush()
        if errors:
            raise errors[0]

    async def _bring(self, lease: Lease, errors: list[OperatorError]) -> None:
        engine, most = self._engine, self._engine.options.max_deliveries
        if lease.deliveries > most:
            engine.leases.bury(
                lease, f"it was taken up {most} times in a row and did not get on: see the workers' logs"
            )
            return
        try:
            await engine.take_over(lease, self._prepare(self._world.get_run(lease.run_id)))
        except Exception as error:  # noqa: BLE001 - sorted by kind; none of it is the run's own failure
            self._refuse(lease, error, errors)

    def _refuse(self, lease: Lease, error: Exception, errors: list[OperatorError]) -> None:
        """Say what becomes of a run that could not be taken up."""
        engine, now = self._engine, wall_ms()
        if _is_the_worlds(error):
            engine.leases.give_back(lease)
            errors.append(error)
        elif isinstance(error, FINAL):
            _log.warning("run %s is put aside: %s", lease.run_id, error.what)
            engine.leases.bury(lease, error.what)
            engine.roster.fail(lease.run_id, error)
        else:
            is_too_new = isinstance(error, JournalTooNew)  # a newer worker may take it
            engine.leases.put_off(lease, now + (LONGEST_PAUSE_MS if is_too_new else pause_ms(lease.deliveries)))
            engine.roster.fail(lease.run_id, explain_parking(lease.run_id, error))


def _is_the_worlds(error: Exception) -> TypeGuard[OperatorError]:
    """Say whether an error tells of the world as a whole, not of one run in it."""
    is_of_a_run = hasattr(error, "run_id") or isinstance(error, WorldDamaged)  # a bundle that is damaged or missing
    return isinstance(error, OperatorError) and not is_of_a_run
