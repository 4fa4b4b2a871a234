"""Make a small project: a workflow, steps, tests and a pyproject. Its tests pass at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from vm.face.cli import exits
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import PROGRAM, add_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="the folder to make; one that is there has to be empty")
    add_json(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    from vm.face.cli.scaffold import make_project

    files = make_project(Path(options.folder))
    if screen.is_json:
        screen.answer({"folder": options.folder, "files": files})
        return exits.DONE
    rows = [line("made ", (options.folder, "bold cyan"), ":"), *(line(f"  {file}") for file in files), line("")]
    rows += [line(f"cd {options.folder}"), line(f"{PROGRAM} run orders.py"), line("python -m pytest")]
    screen.show(rows)
    return exits.DONE
