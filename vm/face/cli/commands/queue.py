"""What waits for workers, and the runs that they gave up on.

queue list            messages, in the order in which workers take them
queue dead            buried runs: why, and after how many deliveries
queue revive RUN...   put buried runs back, due now, once the reason is mended

A run is buried when it was taken up several times and never got on, or when
its journal, its source or its steps cannot be used. It loses nothing by it.
"""

from __future__ import annotations

import argparse
from typing import Final

from vm.errors import BadInput
from vm.face.cli import exits
from vm.face.cli.inputs import read_limit
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import add_common

ACTIONS: Final = ("list", "dead", "revive")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", metavar="ACTION", choices=ACTIONS, help=f"one of: {', '.join(ACTIONS)}")
    parser.add_argument("runs", metavar="RUN", nargs="*", help="revive: the ids of buried runs")
    parser.add_argument("--limit", metavar="N", type=int, help="show at most N (50; more are announced)")
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    if options.action == "revive":
        return _revive(options, screen)
    if options.runs:
        raise BadInput(f"queue {options.action} takes no run", fix=f"leave {options.runs[0]} out")
    limit = read_limit(options.limit)

    from vm.face.cli import queues
    from vm.face.wiring import open_world, world_url

    world = open_world(world_url(options.world), create=False, readonly=True)
    try:
        show = queues.show_messages if options.action == "list" else queues.show_buried
        show(world, limit or queues.DEFAULT_LIMIT, screen)
    finally:
        world.close()
    return exits.DONE


def _revive(options: argparse.Namespace, screen: Screen) -> int:
    if not options.runs:
        raise BadInput("queue revive wants a run", fix="`python -m vm queue dead` lists those that are buried")

    from vm.face.wiring import open_world, world_url
    from vm.host.clock import wall_ms

    world = open_world(world_url(options.world), create=False)
    try:
        for run_id in options.runs:
            world.get_run(run_id)  # all or none: a slip of the pen revives nothing
        revived = {run_id: world.revive_run(run_id, now_ms=wall_ms()) for run_id in options.runs}
    finally:
        world.close()
    if screen.is_json:
        screen.answer({"runs": [{"run_id": run_id, "revived": is_new} for run_id, is_new in revived.items()]})
        return exits.DONE
    told = {True: ("is back in the queue", "green"), False: ("was not buried: nothing to do", "dim")}
    screen.show([line(("run ", ""), (run_id, "bold"), " ", told[is_new]) for run_id, is_new in revived.items()])
    return exits.DONE
