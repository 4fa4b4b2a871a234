"""Ask a run to end. It may clean up: its body is told at an `await`.

A run that has not ended when the grace is over is ended. Whoever drives it
hears of it at once; a run that nobody drives, when it is taken up next.
"""

from __future__ import annotations

import argparse

from vm.face.cli.acting import add_run, tell
from vm.face.cli.screen import Screen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", metavar="TEXT", help="why; the body can read it, and the journal keeps it")
    parser.add_argument("--grace", metavar="TIME", help="how long it may clean up (default: 5m)")
    add_run(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    from vm.host.clock import wall_ms

    return tell(
        options,
        screen,
        lambda mailer: mailer.cancel(options.run, now_ms=wall_ms(), reason=options.reason, grace=options.grace),
        f"run {options.run} is asked to end",
    )
