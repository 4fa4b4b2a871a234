"""End the sleeps that a run is in, now."""

from __future__ import annotations

import argparse

from vm.face.cli.acting import add_run, tell
from vm.face.cli.screen import Screen

add_arguments = add_run


def execute(options: argparse.Namespace, screen: Screen) -> int:
    return tell(options, screen, lambda mailer: mailer.wake(options.run), f"run {options.run} is woken")
