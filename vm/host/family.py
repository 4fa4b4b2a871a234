"""Runs that a run brings about: children of its body, and the successor that goes on where it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from vm.core.events import Encoded, RunCreated
from vm.core.program import Program
from vm.errors import InternalError
from vm.host.births import Birth
from vm.host.clock import Clock
from vm.host.headers import make_header, new_secret
from vm.host.outside import Descendant
from vm.host.warm import WarmRun
from world.changes import Move
from world.interface import World
from world.records import BundleRecord


class Programs(Protocol):
    """Where the programs of stored bundles come from: see `vm.host.programs.ProgramCache`."""

    def load(self, bundle_hash: str, workflow_id: str) -> Program: ...


class Family:
    """Makes the births of descendants. They share their ancestor's bundle, and the code of its steps.

    `has_room` says whether one more run may be driven here at once.
    """

    def __init__(self, world: World, programs: Programs | None, clock: Clock, has_room: Callable[[], bool]) -> None:
        self._world = world
        self._programs = programs
        self._clock = clock
        self._has_room = has_room

    def conceive(self, run: WarmRun, descendant: Descendant, moved: Move | None = None) -> Birth:
        """Return the birth of a run that `run` starts. `moved`: to which code that moves in the same transaction.

        Raises:
            WorldDamaged: The bundle is not there.
        """
        if self._programs is None:
            raise InternalError("an engine without programs cannot start what bodies ask for")
        record = self._world.get_run(run.run_id)
        if moved is None:
            moved = Move(BundleRecord(record.bundle, self._world.get_bundle(record.bundle)), record.origin)
        program = self._programs.load(moved.bundle.hash, descendant.workflow)
        header = self._header(run.replay.header, descendant, program, moved.bundle.hash)
        return Birth(program, header, moved.bundle, moved.origin, is_leased=self._has_room(), priority=run.priority)

    def _header(self, ancestor: RunCreated, descendant: Descendant, program: Program, bundle_hash: str) -> RunCreated:
        is_seeded = ancestor.seed != ancestor.run_id
        is_child = descendant.correlation_id is not None
        return make_header(
            program,
            descendant.workflow,
            bundle_hash,
            Encoded(descendant.input),
            now_ms=max(self._clock.now_ms(), ancestor.at_ms),
            run_id=descendant.run_id,
            seed=f"{ancestor.seed}/{descendant.run_id}" if is_seeded else None,
            secret=None if ancestor.secret is None else new_secret(),
            base_url=ancestor.base_url,
            chain=None if is_child else ancestor.chain or ancestor.run_id,
            parent=f"{ancestor.run_id}/{descendant.correlation_id}" if is_child else ancestor.parent,
        )
