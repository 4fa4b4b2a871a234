"""The code that runs of this process use: programs for their bodies, functions for their steps."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from vm.core.frozen import frozen
from vm.core.ids import short_name, split_id
from vm.host.programs import ProgramCache, Source, join_bundles, rename_entry
from vm.host.registry import Registry
from vm.host.sources import SourceCache
from vm.sandbox.bundle import Bundle
from vm.sandbox.program import SandboxProgram
from world.changes import Move
from world.interface import World
from world.records import BundleRecord, RunRecord


@frozen
class Plan:
    """What runs of a workflow are started from. `origin` says where the code of its steps was found."""

    source: Source
    program: SandboxProgram
    bundle: BundleRecord
    origin: str


class Codebase:
    """Finds what runs need: the body's program in the world, the code of its steps on disk.

    The steps of files that were `declare`d here are used for every run that names them; those of other runs come
    from the files that they were started from, or, where these are gone, from the run's own bundle.
    """

    def __init__(self, world: World) -> None:
        self.registry = Registry()
        self.programs = ProgramCache(world)
        self.sources = SourceCache()

    def declare(self, paths: Iterable[str | Path]) -> set[str]:
        """Import files for the steps in them; return the ids of the workflows that they hold.

        Raises:
            SourceNotFound, SourceRefused, StepsNotImportable: A file cannot be used.
        """
        workflows: set[str] = set()
        for path in paths:
            found = self.sources.find(path, None, is_steps_only=True)
            self.registry.load(found, is_pinned=True)
            workflows.update(found.discovery.workflows)
        return workflows

    def plan(self, source: Any, workflow: str | None, steps: Iterable[str | Path] = ()) -> Plan:
        """Find a workflow, compile it, and register its steps and those of the files `steps`.

        Raises:
            SourceNotFound, SourceRefused, WorkflowNotFound, SeveralWorkflows: The source cannot be used. It is
                not imported then.
            StepsNotImportable: A file that holds steps raises when it is imported.
        """
        found = self.sources.find(source, workflow)
        files = [found, *(self.sources.find(path, None, is_steps_only=True) for path in steps)]
        bundle = join_bundles(found, files[1:])
        program = self.programs.get(bundle, found.workflow_id)
        for file in files:
            self.registry.load(file)
        return Plan(found, program, BundleRecord(bundle.hash, bundle.to_bytes()), Source.dump_origin(files))

    def plan_move(self, record: RunRecord, source: Any) -> Move:
        """Return what moves a run to the code in `source`: its own file's newer text, in a file of any name.

        Other files whose steps the run was started with stay, as they are now.

        Raises:
            SourceNotFound, SourceRefused, WorkflowNotFound, BadInput: The source cannot be used.
        """
        newer = source if isinstance(source, Source) else self.sources.find(source, short_name(record.workflow))
        bundle, places = self._replace_entry(record, newer)
        return Move(BundleRecord(bundle.hash, bundle.to_bytes()), json.dumps(places))

    def _replace_entry(self, record: RunRecord, newer: Source) -> tuple[Bundle, list[Any]]:
        """Return a newer source under the recorded file name, with the run's other files, and where all are."""
        entry = split_id(record.workflow)[1]
        _, *others = self.sources.load_origin(record.origin, self.programs.bundle(record.bundle))
        places: list[Any] = [*json.loads(Source.dump_origin([newer])), *json.loads(record.origin or "[]")[1:]]
        if newer.bundle.entry != entry:  # under that name only the bundle has it
            places[0] = {"root": None, "entry": entry}
        return rename_entry(join_bundles(newer, others), entry), places

    def renew(self, record: RunRecord, move: Move) -> SandboxProgram:
        """Return the program of code that a run is to be moved to. Its steps are left as they are.

        Raises:
            SourceRefused, WorkflowNotFound, MalformedValue: The code cannot be used.
        """
        return self.programs.get(Bundle.from_bytes(move.bundle.data), record.workflow)

    def load_steps(self, move: Move) -> None:
        """Have the steps of other code at hand. Raises `StepsNotImportable`."""
        for source in self.sources.load_origin(move.origin, Bundle.from_bytes(move.bundle.data)):
            self.registry.load(source)

    def prepare(self, record: RunRecord, steps: Iterable[str | Path] = ()) -> SandboxProgram:
        """Return the program of a stored run, with its steps registered.

        Raises:
            StepsNotImportable: A file that holds steps raises when it is imported.
            OperatorError: The world is out of reach, or its bundle damaged.
        """
        program = self.programs.load(record.bundle, record.workflow)
        bundle = self.programs.bundle(record.bundle)
        added = [self.sources.find(path, None, is_steps_only=True) for path in steps]
        for source in [*self.sources.load_origin(record.origin, bundle), *added]:
            self.registry.load(source)
        return program
