"""Regenerate a run's journal from its recorded inputs and compare, byte for byte.

Reads only: it may be used on a run that another process is driving. A run
that has not ended is replayed as far as it goes. --at N shows where the body
stood at event N instead: every task's stack and what it waited for. --journal
takes the run from a file that `export` wrote; no world is needed then.
"""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import TYPE_CHECKING, Any

from vm.errors import BadInput, DivergenceError, JournalCorrupt, VMError
from vm.face.cli import exits
from vm.face.cli.faults import show_fault
from vm.face.cli.inputs import require_operand
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import add_common
from vm.face.cli.walls import add_isolation, read_isolation

if TYPE_CHECKING:
    from world.interface import World
    from world.records import RunRecord


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", nargs="?", help="the id of the run")
    parser.add_argument("--journal", metavar="FILE", help="replay an exported run instead; - is stdin")
    parser.add_argument(
        "--against",
        metavar="FILE",
        help="replay with this file in place of the run's own; proves newer code against what was recorded",
    )
    parser.add_argument("--at", metavar="N", type=int, help="show where the run stood at event N; -1 is the last")
    parser.add_argument("--locals", action="store_true", help="with --at: the variables of every frame too")
    parser.add_argument(
        "--redact",
        metavar="WORD",
        action="append",
        help="with --locals: hide variables whose names contain WORD (default: password, secret, token)",
    )
    add_isolation(parser)
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    if options.at is not None:
        return _show_moment(options, screen)
    if options.locals or options.redact:
        raise BadInput("--locals and --redact go with --at", fix="say at which event: --at N")
    from vm.face.cli.proofs import find_difference, load_newer, load_own
    from vm.face.wiring import open_bodies

    isolate = read_isolation(options)
    world, run_id = _open(options)
    try:
        record = world.get_run(run_id)
        against: str | None = options.against
        program = load_own(world, record) if against is None else load_newer(world, record, against)
        with closing(open_bodies(isolate)) as bodies:
            found = find_difference(world, record, program, bodies.open)
    finally:
        world.close()
    if found is None:
        _show_identity(record, screen)
        return exits.DONE
    if against is not None and found.where is not None:  # the reader has the file that was given before them
        found.where = found.where.replace(f"{record.workflow.split('//')[1]}:", f"{against}:", 1)
    return _show_difference(record, found, screen)


def _open(options: argparse.Namespace) -> tuple[World, str]:
    """Return where the run is, and its id: a world for reading, or one that holds nothing but an exported run."""
    if options.journal is None:
        from vm.face.wiring import open_world, world_url

        run_id = require_operand(options, "run", "`python -m vm inspect runs` lists the runs; --journal takes a file")
        return open_world(world_url(options.world), create=False, readonly=True), run_id
    if options.run is not None or options.world is not None:
        raise BadInput("--journal names the run and needs no world", fix="leave RUN and --world out")

    from vm.face.cli.loading import load_file, open_export

    export = load_file(options.journal)
    return open_export(export), export.run.run_id


def _show_moment(options: argparse.Namespace, screen: Screen) -> int:
    if options.against is not None:
        raise BadInput("--at looks at what ran, --against at what would run", fix="give one of them")

    from vm.face.cli.moments import moment_document, show_moment
    from vm.face.cli.proofs import load_own
    from vm.face.cli.sources import Sources
    from vm.inspect.moment import SECRETS, look_at

    world, run_id = _open(options)
    try:
        record = world.get_run(run_id)
        position = options.at + record.head + 1 if options.at < 0 else options.at
        if not 1 <= position <= record.head:
            raise BadInput(f"run {record.run_id} has no event {options.at}", fix=f"its events are 1 to {record.head}")
        rows = world.read_journal(record.run_id)
        secrets = SECRETS if options.redact is None else options.redact
        moment = look_at(load_own(world, record), record.run_id, rows, position, secrets=secrets)
        if screen.is_json:
            screen.answer(moment_document(moment, has_locals=options.locals))
        else:
            show_moment(moment, Sources(world, record.bundle), screen, has_locals=options.locals)
    finally:
        world.close()
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
