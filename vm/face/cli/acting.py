"""What the commands share that say something to a run: `hook`, `cancel`, `terminate`, `wake`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from vm.face.cli import exits
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import add_common

if TYPE_CHECKING:
    from vm.host.mailer import Mailer


def add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="the id of the run")
    add_common(parser)


def with_mailer(options: argparse.Namespace, say: Callable[[Mailer], Any]) -> Any:
    """Open the world, call `say` and return its answer. Whoever drives the run hears of it."""
    from vm.face.wiring import open_world, world_url
    from vm.host.codebase import Codebase
    from vm.host.mailer import Mailer

    world = open_world(world_url(options.world), create=False)
    try:
        return say(Mailer(world, Codebase(world)))
    finally:
        world.close()


def tell(options: argparse.Namespace, screen: Screen, say: Callable[[Mailer], bool], done: str) -> int:
    """Say something to a run and tell that it was said; a run that has ended stays as it is."""
    is_sent = bool(with_mailer(options, say))
    if screen.is_json:
        screen.answer({"run_id": options.run, "sent": is_sent})
    elif is_sent:
        screen.show([line(done)])
    else:
        screen.show([line(f"run {options.run} has ended already: nothing changes")])
    return exits.DONE
