"""Bringing a stored run back into memory: its journal is replayed, in slices that let other runs go on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

import trio

from vm.core.events import RunCreated
from vm.core.journal import Journal
from vm.core.program import Program
from vm.core.state import RunState
from vm.errors import AttemptLost
from vm.host.bodies import Bodies
from vm.host.clock import Clock
from vm.host.lanes import Lanes
from vm.host.leases import Leases
from vm.host.registry import Registry
from vm.host.warm import WarmRun
from world.interface import World
from world.records import Lease, WaitRecord

if TYPE_CHECKING:
    from vm.core.verify import Verifier

REPLAY_SLICE: Final = 512  # journal rows between two looks at the loop


class Takeover:
    """Makes stored runs warm, under leases that were claimed. They are kept while that takes."""

    def __init__(
        self, world: World, leases: Leases, registry: Registry, bodies: Bodies, lanes: Lanes, *, is_gated: bool
    ) -> None:
        self._world = world
        self._leases = leases
        self._registry = registry
        self._bodies = bodies
        self._lanes = lanes
        self._is_gated = is_gated
        self._under_way: dict[str, trio.Event] = {}

    @asynccontextmanager
    async def alone(self, run_id: str) -> AsyncIterator[None]:
        """Let nobody else here take over the same run meanwhile."""
        while run_id in self._under_way:
            await self._under_way[run_id].wait()
        done = self._under_way[run_id] = trio.Event()
        try:
            yield
        finally:
            del self._under_way[run_id]
            done.set()

    async def bring(self, lease: Lease, program: Program, clock: Clock) -> tuple[WarmRun, list[WaitRecord]]:
        """Replay a run and go on with it: attempts that were being made are lost. Returns what it waits for too.

        Raises:
            DivergenceError, JournalCorrupt, JournalTooNew: It cannot be replayed. Its lease is the caller's.
        """
        from vm.core.verify import Verifier, find_past  # when a run is first taken up: new ones are not replayed

        self._leases.pending[lease.run_id] = lease
        past = find_past(program, (row.body for row in self._world.read_journal(lease.run_id)))
        verifier = Verifier(program, lease.run_id, patches=past, open_body=self._bodies.open)
        try:
            replay, journal = await replay_run(self._world, lease.run_id, verifier, self._lanes)
            run = self.make_warm(lease, replay, journal, program)
            messages = self._world.list_messages(run.run_id)
            hooks = {hook.correlation_id for hook in self._world.list_hooks(run.run_id)}
            lost = AttemptLost("the worker that made the attempt died")
            waits = await self._lanes.call(partial(run.take_up, messages, hooks, lost, clock.now_ms()))
        except BaseException:
            verifier.close()
            raise
        self._leases.pending.pop(lease.run_id, None)
        return run, waits

    def make_warm(self, lease: Lease, replay: RunState, journal: Journal, program: Program) -> WarmRun:
        registry = self._registry
        return WarmRun(lease, replay, journal, registry.steps, registry.types, program=program, is_gated=self._is_gated)

    def open_new(self, lease: Lease, program: Program, journal: Journal, header: RunCreated) -> WarmRun:
        """Make a run warm that was just stored."""
        return self.make_warm(lease, self._bodies.open(program, header), journal, program)


async def replay_run(world: World, run_id: str, verifier: Verifier, lanes: Lanes) -> tuple[RunState, Journal]:
    """Feed a run's stored journal to `verifier`. Raises as that does."""
    rows = iter(world.read_journal(run_id))
    while part := tuple(islice(rows, REPLAY_SLICE)):
        await lanes.call(partial(verifier.take_all, part))
        await trio.lowlevel.checkpoint()
    return verifier.finish()
