"""Regenerate a run's journal from its recorded inputs and compare, byte for byte.

Reads only: it may be used on a run that another process is driving. A run
that has not ended is replayed as far as it goes. --journal takes the run from a
file that `export` wrote; no world is needed then.

Travel in time: --at N shows where the body stood at event N: every task's stack
and what it waited for. --break FILE:LINE goes to where a task waits there,
--watch NAME follows a variable, --diff A B says what changed between two events,
--step walks by hand, --pdb opens pdb.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vm.errors import BadInput, DivergenceError, JournalCorrupt, VMError
from vm.face.cli import exits
from vm.face.cli.faults import show_fault
from vm.face.cli.inputs import require_operand
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import add_common
from vm.face.cli.walls import add_isolation, read_isolation, require_no_wall

if TYPE_CHECKING:
    from vm.core.program import Program
    from vm.face.cli.sources import Sources
    from vm.inspect.moment import Moment
    from world.interface import World
    from world.records import JournalRow, RunRecord


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", nargs="?", help="the id of the run")
    parser.add_argument("--journal", metavar="FILE", help="replay an exported run instead; - is stdin")
    parser.add_argument(
        "--against",
        metavar="FILE",
        help="replay with this file in place of the run's own; proves newer code against what was recorded",
    )
    parser.add_argument("--at", metavar="N", type=int, help="show where the run stood at event N; -1 is the last")
    parser.add_argument("--break", metavar="FILE:LINE", dest="place", help="show where a task first waits at a line")
    parser.add_argument("--watch", metavar="NAME", help="show what became of a variable: total, or function.total")
    parser.add_argument("--diff", metavar=("A", "B"), nargs=2, type=int, help="show what changed between two events")
    parser.add_argument("--step", action="store_true", help="walk through the run by hand, from --at on; h lists how")
    parser.add_argument("--pdb", action="store_true", help="with --at: open pdb in the body's frames")
    parser.add_argument("--locals", action="store_true", help="with --at, --break: the variables of every frame too")
    parser.add_argument(
        "--redact",
        metavar="WORD",
        action="append",
        help="hide variables whose names contain WORD (default: password, secret, token)",
    )
    add_isolation(parser)
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    if _is_travelling(options):
        return _travel(options, screen)
    if options.locals or options.redact or options.pdb:
        raise BadInput("--locals, --redact and --pdb go with --at", fix="say at which event: --at N")
    from vm.face.cli.proofs import find_difference, load_newer, load_own, name_file
    from vm.face.wiring import open_bodies

    isolate = read_isolation(options)
    world, run_id = _open(options)
    try:
        record = world.get_run(run_id)
        against: str | None = options.against
        program = load_own(world, record) if against is None else load_newer(world, record, against)
        with closing(open_bodies(isolate)) as bodies:
            found = find_difference(world, record, program, bodies.open, is_newer=against is not None)
    finally:
        world.close()
    if found is None:
        _show_identity(record, screen)
        return exits.DONE
    if against is not None:
        found.where = name_file(found.where, record, against)
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


# ---- travel in time


def _is_travelling(options: argparse.Namespace) -> bool:
    return options.at is not None or bool(options.place or options.watch or options.diff or options.step)


def _travel(options: argparse.Namespace, screen: Screen) -> int:
    if options.against is not None:
        raise BadInput("--at and its like look at what ran, --against at what would run", fix="give one of them")
    require_no_wall(options, "travelling in time")
    asked = [name for name in ("place", "watch", "diff", "step", "pdb") if getattr(options, name)]
    if len(asked) > 1:
        raise BadInput("--break, --watch, --diff, --step and --pdb show different things", fix="give one of them")
    if screen.is_json and (options.step or options.pdb):
        raise BadInput("--step and --pdb are for people", fix="leave --json out")

    from vm.face.cli.proofs import load_own
    from vm.face.cli.sources import Sources

    world, run_id = _open(options)
    try:
        record = world.get_run(run_id)
        trip = _Trip(options, screen, record, load_own(world, record), world, Sources(world, record.bundle))
        trip.make()
    finally:
        world.close()
    return exits.DONE


@dataclass(frozen=True, slots=True)
class _Trip:
    """What is needed to show something of a run's past."""

    options: argparse.Namespace
    screen: Screen
    record: RunRecord
    program: Program
    world: World
    sources: Sources

    def make(self) -> None:
        """Show what was asked for."""
        from vm.face.cli import travels
        from vm.inspect.travel import compare, trace_variable

        options, screen = self.options, self.screen
        if options.place:
            travels.show_stops(list(self.moments()), options.place, self.sources, screen, has_locals=options.locals)
        elif options.watch:
            history = list(trace_variable(self.moments(), options.watch))
            travels.show_history(self.record.run_id, options.watch, history, screen)
        elif options.diff:
            before, after = (self.look(number) for number in options.diff)
            travels.show_comparison(before, after, compare(before, after), screen)
        elif options.step:
            self.step()
        elif options.pdb:
            from vm.face.cli.debugger import debug

            debug(self.program, self.record.run_id, self.rows(), self.position(options.at))
        else:
            self.show()

    def show(self) -> None:
        from vm.face.cli.moments import moment_document, show_moment

        moment = self.look(self.options.at)
        if self.screen.is_json:
            self.screen.answer(moment_document(moment, has_locals=self.options.locals))
        else:
            show_moment(moment, self.sources, self.screen, has_locals=self.options.locals)

    def step(self) -> None:
        from vm.face.cli.stepper import Stepper

        at = 1 if self.options.at is None else self.position(self.options.at)
        entry = self.record.workflow.split("//")[1]
        stepper = Stepper(
            self.program,
            self.record.run_id,
            entry,
            list(self.rows()),
            list(self.moments()),
            self.sources,
            self.screen,
            at=at - 1,
        )
        stepper.walk(input)

    def rows(self) -> Iterator[JournalRow]:
        return self.world.read_journal(self.record.run_id, limit=self.record.head)

    def moments(self) -> Iterator[Moment]:
        from vm.inspect.moment import look_through

        return look_through(self.program, self.record.run_id, self.rows(), secrets=self.secrets())

    def look(self, number: int) -> Moment:
        from vm.inspect.moment import look_at

        return look_at(self.program, self.record.run_id, self.rows(), self.position(number), secrets=self.secrets())

    def secrets(self) -> Collection[str]:
        from vm.inspect.moment import SECRETS

        return SECRETS if self.options.redact is None else self.options.redact

    def position(self, number: int) -> int:
        """Return the position that a number means: below 0 it counts from the end. Raises `BadInput`."""
        record = self.record
        position = number + record.head + 1 if number < 0 else number
        if not 1 <= position <= record.head:
            raise BadInput(f"run {record.run_id} has no event {number}", fix=f"its events are 1 to {record.head}")
        return position


# ---- the comparison


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
