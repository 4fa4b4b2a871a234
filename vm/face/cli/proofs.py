"""Replaying stored runs against code: their own, or a newer file's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from vm.core.replay import Replay
from vm.core.verify import OpenBody
from vm.errors import DivergenceError, Finding, JournalCorrupt
from vm.host.codebase import Codebase
from vm.host.programs import ProgramCache, Source
from vm.host.proving import prove_journal
from vm.sandbox.discovery import discover

if TYPE_CHECKING:
    from vm.core.program import Program
    from vm.sandbox.bundle import Bundle
    from world.interface import World
    from world.records import RunRecord

Difference = DivergenceError | JournalCorrupt


def load_own(world: World, record: RunRecord) -> Program:
    """Return the program that a run points at."""
    return ProgramCache(world).load(record.bundle, record.workflow)


def load_newer(world: World, record: RunRecord, source: Any) -> Program:
    """Return the program of a source that is to take the place of a run's own. Its file's name may be another one."""
    codebase = Codebase(world)
    return codebase.renew(record, codebase.plan_move(record, source))


def find_difference(
    world: World, record: RunRecord, program: Program, open_body: OpenBody = Replay, *, is_newer: bool = False
) -> Difference | None:
    """Replay a run as far as it goes, and return where it differs from its journal, if it does.

    `is_newer` says that `program` is not the code that the run points at.
    """
    try:
        prove_journal(world, record, program, is_newer=is_newer, open_body=open_body)[0].close()
    except (DivergenceError, JournalCorrupt) as error:
        return error
    return None


def name_file(where: str | None, record: RunRecord, file: str) -> str | None:
    """Return a place in a run's newer file under the name that it has for the reader, who gave it."""
    return None if where is None else where.replace(f"{record.workflow.split('//')[1]}:", f"{file}:", 1)


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
        programs[key] = load_newer(world, record, newer)
    found = find_difference(world, record, programs[key], is_newer=True)
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
