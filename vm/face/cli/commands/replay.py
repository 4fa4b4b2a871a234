"""Regenerate a run's journal from its recorded inputs and compare, byte for byte.

Reads only: it may be used on a run that another process is driving. A run
that has not ended is replayed as far as it goes.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from vm.errors import DivergenceError, JournalCorrupt, VMError
from vm.face.cli import exits
from vm.face.cli.faults import show_fault
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import add_common

if TYPE_CHECKING:
    from vm.core.program import Program
    from world.interface import World
    from world.records import RunRecord


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="the id of the run")
    parser.add_argument(
        "--against",
        metavar="FILE",
        help="replay with this file in place of the run's own; proves newer code against what was recorded",
    )
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    from vm.face.wiring import open_world, world_url

    world = open_world(world_url(options.world), create=False)
    try:
        record = world.get_run(options.run)
        program = _load(world, record, options.against)
        return _compare(world, record, program, screen, against=options.against)
    finally:
        world.close()


def _load(world: World, record: RunRecord, against: str | None) -> Program:
    from vm.core.ids import short_name
    from vm.host.programs import ProgramCache, find_source, join_bundles
    from vm.host.sources import SourceCache
    from vm.sandbox.program import SandboxProgram

    programs = ProgramCache(world)
    if against is None:
        return programs.load(record.bundle, record.workflow)
    newer = find_source(against, short_name(record.workflow))
    _, *steps = SourceCache().load_origin(record.origin, programs.bundle(record.bundle))  # those of --steps
    return SandboxProgram(_rename_entry(join_bundles(newer, steps), record.workflow.split("//")[1]), record.workflow)


def _rename_entry(bundle: Any, name: str) -> Any:
    """Put a bundle's entry file in the place of the recorded one: ids are made of file names."""
    if bundle.entry == name:
        return bundle
    from vm.sandbox.bundle import Bundle

    files = {file: text for file, text in bundle.files.items() if file != bundle.entry}
    return Bundle(name, {**files, name: bundle.files[bundle.entry]})


def _compare(world: World, record: RunRecord, program: Program, screen: Screen, *, against: str | None) -> int:
    from vm.core.verify import Verifier

    verifier = Verifier(program, record.run_id)
    try:
        for row in world.read_journal(record.run_id, limit=record.head):
            verifier.take(row.position, row.body, row.hash)
        if verifier.position < record.head:
            raise JournalCorrupt(record.run_id, verifier.position + 1, "it is missing")
        replay, journal = verifier.finish()
        if journal.head_hash != record.head_hash:
            raise JournalCorrupt(record.run_id, record.head, "the run's journal hash is another one")
    except (DivergenceError, JournalCorrupt) as error:
        if against is not None and error.where is not None:  # the reader has the file that was given before them
            error.where = error.where.replace(f"{record.workflow.split('//')[1]}:", f"{against}:", 1)
        return _show_difference(record, error, screen)
    replay.close()
    _show_identity(record, screen)
    return exits.DONE


def _show_identity(record: RunRecord, screen: Screen) -> None:
    if screen.is_json:
        screen.answer(_document(record, None))
        return
    so_far = "" if record.ended_ms is not None else " so far; the run has not ended"
    screen.show(
        [
            line(("identical", "bold green"), f": all {record.head} events of run {record.run_id}{so_far}"),
            line(("journal: ", "dim"), record.head_hash.hex()),
        ]
    )


def _show_difference(record: RunRecord, error: DivergenceError | JournalCorrupt, screen: Screen) -> int:
    if screen.is_json:
        screen.answer(_document(record, _difference(error)))
    else:
        show_fault(error, screen)
    return exits.DIVERGED


def _document(record: RunRecord, difference: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "run_id": record.run_id,
        "identical": difference is None,
        "events": record.head,
        "journal_hash": record.head_hash.hex(),
        "divergence": difference,
    }


def _difference(error: VMError) -> dict[str, Any]:
    names = ("position", "recorded", "asked")
    found = {name: getattr(error, name, None) for name in names}
    return {**found, "where": error.where, "slug": error.slug, "message": error.what}
