"""Write one run into a file: its journal, its source, what it waits for.

The file goes into another world (`import`), or is replayed without one
(`replay --journal FILE`), on any machine and Python. It is made of lines of
JSON and is the same whenever the same run is exported. Reads only: somebody
else may be driving the run.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path

from vm.errors import BadInput
from vm.face.cli import exits
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import PROGRAM, add_common


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="the id of the run")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write it; - is stdout (default: RUN.vmrun)")
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    is_piped = options.output == "-"
    if is_piped and screen.is_json:
        raise BadInput("with --json stdout has no room for the run", fix="give -o FILE")

    from vm.face.exports import dump_run
    from vm.face.wiring import open_world, world_url

    world = open_world(world_url(options.world), create=False, readonly=True)
    try:
        record = world.get_run(options.run)
        if is_piped:
            for text in dump_run(world, record.run_id):
                screen.out.write(text)
            return exits.DONE
        file = Path(options.output or f"{record.run_id.replace(':', '-')}.vmrun")
        _write(file, dump_run(world, record.run_id))
    finally:
        world.close()
    if screen.is_json:
        screen.answer({"run_id": record.run_id, "file": str(file), "size_bytes": file.stat().st_size})
    else:
        screen.show(
            [
                line("exported run ", (record.run_id, "bold"), " into ", (str(file), "cyan")),
                line(("replay it:  ", "dim"), f"{PROGRAM} replay --journal {file}"),
            ]
        )
    return exits.DONE


def _write(file: Path, lines: Iterable[str]) -> None:
    """Write a new file, whole or not at all."""
    if file.exists():
        raise BadInput(f"{file} is there already", fix="give a name that is free with -o, or remove the file")
    partial = file.with_name(f"{file.name}.partial")
    try:
        try:
            with partial.open("w", encoding="ascii", newline="\n") as stream:
                stream.writelines(lines)
                stream.flush()
                os.fsync(stream.fileno())
            partial.rename(file)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}", fix="give another file with -o") from error
