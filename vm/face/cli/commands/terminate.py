"""End a run at once. Its body is not asked, and cleans up nothing; see `cancel`."""

from __future__ import annotations

import argparse

from vm.face.cli.acting import add_run, tell
from vm.face.cli.screen import Screen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", metavar="TEXT", help="why; the journal keeps it")
    add_run(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    done = f"run {options.run} is ended as soon as somebody drives it"
    return tell(options, screen, lambda mailer: mailer.terminate(options.run, reason=options.reason), done)
