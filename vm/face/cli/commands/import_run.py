"""Store a run that `export` wrote into a file.

First all of it is proved: its hashes, and its journal by a replay against its
own source. Importing a run twice is harmless. One that is not over is put
aside here, lest two worlds drive it: `python -m vm queue revive RUN`.
"""

from __future__ import annotations

import argparse

from vm.errors import RunDiffers, RunExists
from vm.face.cli import exits
from vm.face.cli.screen import Screen
from vm.face.cli.text import Line, line
from vm.face.cli.usage import PROGRAM, add_common
from vm.face.cli.walls import add_isolation, read_isolation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a file that `python -m vm export RUN` wrote; - is stdin")
    add_isolation(parser)
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    isolate = read_isolation(options)

    from vm.face.cli.loading import load_file, prove
    from vm.face.wiring import open_world, world_url
    from vm.host.clock import wall_ms

    export = load_file(options.file)
    prove(export, isolate)
    run = export.run
    world = open_world(world_url(options.world))
    try:
        is_new = export.store(world, now_ms=wall_ms())
    except RunExists as error:
        raise RunDiffers(run.run_id, error.run_id) from error
    finally:
        world.close()
    if screen.is_json:
        names = {"run_id": run.run_id, "status": str(run.status), "events": run.head}
        screen.answer({**names, "journal_hash": run.head_hash.hex(), "imported": is_new})
    else:
        screen.show(_lines(run.run_id, str(run.status), run.head, is_new=is_new, is_over=run.ended_ms is not None))
    return exits.DONE


def _lines(run_id: str, status: str, events: int, *, is_new: bool, is_over: bool) -> list[Line]:
    if not is_new:
        return [line("run ", (run_id, "bold"), " is here already, as it is: nothing to do")]
    rows = [line(("imported", "bold green"), " run ", (run_id, "bold"), f": {status}, {events} events, replayed")]
    if not is_over:
        rows.append(line("it is put aside, lest two worlds drive it. To let it go on here, and only here:"))
        rows.append(line(f"  {PROGRAM} queue revive {run_id}"))
    return rows
