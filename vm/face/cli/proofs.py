"""Replaying stored runs against code: their own, or a newer file's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vm.core.ids import short_name
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


# ---- stored runs of a file


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of replaying one stored run against a file. `finding` names a file as the bundle does.

    `position` is the event at which the run would go another way.
    """

    run_id: str
    workflow: str
    finding: Finding | None
    position: int | None = None


Programs = dict[tuple[str, str | None, str], "Program"]
"""Programs by workflow, origin and bundle of the runs that they were made for."""


def prove_run(world: World, bundle: Bundle, record: RunRecord, programs: Programs) -> Proof:
    """Replay one run against a bundle whose entry file declares its workflow. `programs` are kept between calls."""
    key = (record.workflow, record.origin, record.bundle)
    discovery = discover(bundle)
    if key not in programs:
        newer = Source(bundle, discovery, None, record.workflow)
        programs[key] = _with_steps(world, record, newer, entry=bundle.entry)
    found = find_difference(world, record, programs[key])
    if found is None:
        return Proof(record.run_id, record.workflow, None)
    declared = discovery.workflows[record.workflow]
    finding = _finding(found, declared.file, declared.line)
    return Proof(record.run_id, record.workflow, finding, found.position)


_PLACE: Final = re.compile(r"(?P<file>.+):(?P<line>\d+) in .*")


def _finding(difference: Difference, file: str, line: int) -> Finding:
    """Return a difference as a finding: at the line that it names, else at the workflow's `def`."""
    place = _PLACE.fullmatch(difference.where or "")
    if place is not None:
        file, line = place["file"], int(place["line"])
    return Finding(file, line, 1, difference.slug, difference.what, difference.fix or "")
