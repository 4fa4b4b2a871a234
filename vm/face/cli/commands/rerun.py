"""Start a new run with the code and the input of another, and drive it to its end.

The run it is made from stays as it is.
"""

from __future__ import annotations

import argparse

from vm.face.cli.inputs import add_virtual_time, read_run_id, settle_virtual_time
from vm.face.cli.screen import Screen
from vm.face.cli.usage import add_all_frames, add_common


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", nargs="?", help="the id of the run to take code and input from")
    parser.add_argument("--run-id", metavar="ID", help="choose the new run's id")
    add_virtual_time(parser)
    add_all_frames(parser)
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    from vm.face.cli.inputs import require_operand

    settle_virtual_time(options, "run")
    run_id = require_operand(options, "run", "`python -m vm inspect runs` lists the runs")
    new_id = read_run_id(options.run_id)

    from vm.face.cli.drive import choose_clock, drive_run
    from vm.face.cli.ending import show_ending
    from vm.face.embed import VM
    from vm.face.handle import Run
    from vm.face.wiring import open_world, world_url

    async def begin(vm: VM) -> Run:
        return await vm.rerun(run_id, new_id=new_id)

    clock = choose_clock(options.virtual_time)
    world = open_world(world_url(options.world), create=False)
    try:
        made, view = drive_run(world, screen, begin, clock)
        return show_ending(world, made, view, screen, options)
    finally:
        world.close()
