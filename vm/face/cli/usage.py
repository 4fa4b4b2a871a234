"""The argument parser: argparse, except that a usage error is an error like every other."""

from __future__ import annotations

import argparse
from typing import Final, NoReturn

from vm.errors import BadInput

PROGRAM: Final = "python -m vm"
_WIDTH: Final = 80


class Parser(argparse.ArgumentParser):
    """Raises `BadInput` where argparse would print and exit."""

    def __init__(self, command: str = "", *, about: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=f"{PROGRAM} {command}".rstrip(),
            description=about,
            epilog=epilog,
            formatter_class=_formatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        raise BadInput(message, fix=f"see `{self.prog} --help`")


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog, width=_WIDTH, max_help_position=28)


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the options that every command on a world takes."""
    parser.add_argument(
        "--world", metavar="URL", help="sqlite:PATH or memory: (default: $VM_WORLD, else sqlite:.vm/world.db)"
    )
    add_json(parser)


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="print exactly one JSON document on stdout")


def add_all_frames(parser: argparse.ArgumentParser) -> None:
    """Add the option of commands that may show why a run failed."""
    parser.add_argument(
        "--all-frames", action="store_true", help="where a run failed: the frames of sandbox and host too"
    )
