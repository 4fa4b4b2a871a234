"""Start a workflow and drive it to its end.

Ctrl-C parks the run; `python -m vm resume RUN` goes on with it. With --run-id,
starting the same run again shows its result, or drives it on.
"""

from __future__ import annotations

import argparse

from vm.face.cli.inputs import (
    add_start_options,
    add_virtual_time,
    read_arguments,
    read_run_id,
    require_operand,
    settle_virtual_time,
    steps_of,
)
from vm.face.cli.screen import Screen
from vm.face.cli.usage import add_all_frames, add_common
from vm.face.cli.walls import add_isolation, read_isolation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_start_options(parser)
    add_virtual_time(parser)
    add_isolation(parser)
    add_all_frames(parser)
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    settle_virtual_time(options, "file")
    file = require_operand(options, "file", "give the path of a Python file with a workflow in it")
    args, kwargs = read_arguments(options)
    run_id = read_run_id(options.run_id)
    isolate = read_isolation(options)

    from vm.core.lifecycle import TERMINAL_RUN
    from vm.face.cli.drive import choose_clock, drive_run
    from vm.face.cli.ending import show_ending
    from vm.face.embed import VM
    from vm.face.handle import Run
    from vm.face.wiring import open_world, world_url

    async def begin(vm: VM) -> Run:
        run = await vm.start_with(
            file, args, kwargs, workflow=options.workflow, run_id=run_id, seed=options.seed, steps=steps_of(options)
        )
        if vm.engine.find_warm(run.run_id) is None and run.status() not in TERMINAL_RUN:
            await vm.resume(run.run_id, steps=steps_of(options))  # it was started before, and left
        return run

    clock = choose_clock(options.virtual_time)
    world = open_world(world_url(options.world))
    try:
        made, view = drive_run(world, screen, begin, clock, isolate)
        return show_ending(world, made, view, screen, options)
    finally:
        world.close()
