"""Drive an interrupted run on from its journal, to its end.

Its workflow's source comes from the world; the code of its steps from the
files it was started from. A run that is over just shows how it ended.
"""

from __future__ import annotations

import argparse

from vm.face.cli.inputs import add_steps_option, add_virtual_time, require_operand, settle_virtual_time, steps_of
from vm.face.cli.screen import Screen
from vm.face.cli.usage import add_all_frames, add_common
from vm.face.cli.walls import add_isolation, read_isolation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", nargs="?", help="the id of the run")
    add_steps_option(parser)
    add_virtual_time(parser)
    add_isolation(parser)
    add_all_frames(parser)
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    settle_virtual_time(options, "run")
    run_id = require_operand(options, "run", "`python -m vm inspect runs` lists the runs")
    isolate = read_isolation(options)

    from vm.face.cli.drive import choose_clock, drive_run
    from vm.face.cli.ending import show_ending
    from vm.face.embed import VM
    from vm.face.handle import Run
    from vm.face.wiring import open_world, world_url

    async def begin(vm: VM) -> Run:
        return await vm.resume(run_id, steps=steps_of(options))

    clock = choose_clock(options.virtual_time)
    world = open_world(world_url(options.world), create=False)
    try:
        made, view = drive_run(world, screen, begin, clock, isolate)
        return show_ending(world, made, view, screen, options)
    finally:
        world.close()
