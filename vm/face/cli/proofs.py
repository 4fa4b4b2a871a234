"""Replaying stored runs against code: their own, or a newer file's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vm.core.ids import short_name
from vm.core.lifecycle import RunStatus
from vm.core.replay import Replay
from vm.core.verify import OpenBody, Verifier
from vm.errors import DivergenceError, Finding, JournalCorrupt
from vm.host.programs import ProgramCache, Source, find_source, join_bundles
from vm.host.sources import SourceCache
from vm.sandbox.bundle import Bundle
from vm.sandbox.discovery import discover
from vm.sandbox.program import SandboxProgram

if TYPE_CHECKING:
    from vm.core.program import Program
    from world.interface import World
    from world.records import RunRecord

Difference = DivergenceError | JournalCorrupt


def load_own(world: World, record: RunRecord) -> Program:
    """Return the program that a run points at."""
    return ProgramCache(world).load(record.bundle, record.workflow)


def load_newer(world: World, record: RunRecord, file: str) -> Program:
    """Return the program of a file that is to take the place of a run's own. Its name may be another one."""
    newer = find_source(file, short_name(record.workflow))
    return _with_steps(world, record, newer, entry=record.workflow.split("//")[1])


def _with_steps(world: World, record: RunRecord, newer: Source, *, entry: str) -> Program:
    """Return a program that knows the steps of other files that the run was started with."""
    _, *steps = SourceCache().load_origin(record.origin, ProgramCache(world).bundle(record.bundle))
    return SandboxProgram(_rename_entry(join_bundles(newer, steps), entry), record.workflow)


def _rename_entry(bundle: Bundle, name: str) -> Bundle:
    """Put a bundle's entry file in the place of the recorded one: ids are made of file names."""
    if bundle.entry == name:
        return bundle
    files = {file: text for file, text in bundle.files.items() if file != bundle.entry}
    return Bundle(name, {**files, name: bundle.files[bundle.entry]})


def find_difference(
    world: World, record: RunRecord, program: Program, open_body: OpenBody = Replay
) -> Difference | None:
    """Replay a run as far as it goes, and return where it differs from its journal, if it does."""
    verifier = Verifier(program, record.run_id, open_body=open_body)
    try:
        for row in world.read_journal(record.run_id, limit=record.head):
            verifier.take(row.position, row.body, row.hash)
        if verifier.position < record.head:
            return JournalCorrupt(record.run_id, verifier.position + 1, "it is missing")
        _, journal = verifier.finish()
        if journal.head_hash != record.head_hash:
            return JournalCorrupt(record.run_id, record.head, "the run's journal hash is another one")
    except (DivergenceError, JournalCorrupt) as error:
        return error
    finally:
        verifier.close()
    return None


# ---- all open runs of a file


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of replaying one open run against a file. `finding` names a file as the bundle does."""

    run_id: str
    workflow: str
    finding: Finding | None


def prove_open_runs(world: World, bundle: Bundle) -> Iterator[Proof]:
    """Replay every run that has not ended and whose workflow a bundle's entry file declares."""
    discovery = discover(bundle)
    for workflow, declared in discovery.workflows.items():
        if declared.file != bundle.entry:
            continue
        for record in _open_runs(world, workflow):
            program = _with_steps(world, record, Source(bundle, discovery, None, workflow), entry=bundle.entry)
            found = find_difference(world, record, program)
            yield Proof(
                record.run_id, workflow, None if found is None else _finding(found, declared.file, declared.line)
            )


def _open_runs(world: World, workflow: str) -> Iterator[RunRecord]:
    for status in (RunStatus.PENDING, RunStatus.RUNNING):
        yield from world.list_runs(status=status, workflow=workflow)


_PLACE: Final = re.compile(r"(?P<file>.+):(?P<line>\d+) in .*")


def _finding(difference: Difference, file: str, line: int) -> Finding:
    """Return a difference as a finding: at the line that it names, else at the workflow's `def`."""
    place = _PLACE.fullmatch(difference.where or "")
    if place is not None:
        file, line = place["file"], int(place["line"])
    return Finding(file, line, 1, difference.slug, difference.what, difference.fix or "")
