"""Write one run as a page: waterfall, events, source, and where it stood at each event.

One file of HTML that loads nothing: it can be sent, kept and opened anywhere. A
slider moves through the events, with stacks and variables. Variables whose names
contain password, secret or token are not in it; what steps got and gave is.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from vm.errors import BadInput
from vm.face.cli import exits
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import add_common
from vm.face.cli.walls import require_no_wall


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="the id of the run")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write it; - is stdout (default: RUN.html)")
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    require_no_wall(options, "a report")
    is_piped = options.output == "-"
    if is_piped and screen.is_json:
        raise BadInput("with --json stdout has no room for the page", fix="give -o FILE")

    from vm.face.cli.views import fold_record
    from vm.face.report.document import make_report
    from vm.face.wiring import open_world, world_url
    from vm.host.programs import ProgramCache

    world = open_world(world_url(options.world), create=False, readonly=True)
    try:
        record = world.get_run(options.run)
        programs = ProgramCache(world)
        program, sources = programs.load(record.bundle, record.workflow), programs.bundle(record.bundle).files
        rows = world.read_journal(record.run_id, limit=record.head)
        page = make_report(record, program, sources, rows, fold_record(world, record))
    finally:
        world.close()
    if is_piped:
        screen.out.write(page)
        return exits.DONE
    file = Path(options.output or f"{record.run_id.replace(':', '-')}.html")
    try:
        size = file.write_bytes(page.encode())
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}", fix="give another file with -o") from error
    if screen.is_json:
        screen.answer({"run_id": record.run_id, "file": str(file), "size_bytes": size})
    else:
        screen.show([line("wrote run ", (record.run_id, "bold"), " to ", (str(file), "cyan"))])
    return exits.DONE
