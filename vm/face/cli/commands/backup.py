"""Copy a world into a new file while others go on using it, and try the copy.

The copy is the world of one moment. It is opened and looked over, every event
too; a copy with findings stays where it is, and the exit code is 1. Going back
to it is putting it in the world's place while nobody uses that.
"""

from __future__ import annotations

import argparse

from vm.face.cli import exits
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import PROGRAM, add_common


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the file to make; what is there already is never replaced")
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    from vm.face.wiring import open_world, world_url

    world = open_world(world_url(options.world), create=False, readonly=True)
    try:
        world.backup(options.file)
    finally:
        world.close()
    copy = open_world(f"sqlite:{options.file}", create=False, readonly=True)
    try:
        health = copy.health()
    finally:
        copy.close()
    runs = sum(health.runs.values())
    if screen.is_json:
        document = {"file": options.file, "size_bytes": health.size_bytes, "runs": runs}
        screen.answer({**document, "well": not health.findings, "findings": list(health.findings)})
    elif health.findings:
        screen.show_error(
            [
                line(("the copy is made, and not well:", "bold yellow")),
                *(line("  - ", finding) for finding in health.findings),
                line(f"most likely the world is not: `{PROGRAM} doctor` looks at it"),
            ]
        )
    else:
        screen.show([line("copied into ", (options.file, "cyan"), f" and looked over: {runs} runs, all is well")])
    return exits.FAILED if health.findings else exits.DONE
