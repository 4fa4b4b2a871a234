"""Drive an interrupted run on from its journal, to its end.

Its workflow's source comes from the world; the code of its steps from the
files it was started from. A run that is over just shows how it ended.

With --data a graph's suspended step is resumed first, the one of --step, --label
and --index, or the only one: the data is checked against the step's schema.
"""

from __future__ import annotations

import argparse
from contextlib import suppress
from typing import Any

from vm.errors import BadInput
from vm.face.cli.inputs import (
    add_steps_option,
    add_virtual_time,
    read_json,
    require_operand,
    settle_virtual_time,
    steps_of,
)
from vm.face.cli.screen import Screen
from vm.face.cli.usage import add_all_frames, add_common
from vm.face.cli.walls import add_isolation, read_isolation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", nargs="?", help="the id of the run")
    parser.add_argument("--data", metavar="JSON", help="of a graph: what to resume a suspended step with")
    parser.add_argument("--step", metavar="PATH", help="of a graph: which step, by its id or dotted path")
    parser.add_argument("--label", metavar="L", help="of a graph: which suspension, by its label")
    parser.add_argument("--index", metavar="N", type=int, help="of a graph: which item of a foreach, from 0")
    add_steps_option(parser)
    add_virtual_time(parser)
    add_isolation(parser)
    add_all_frames(parser)
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    settle_virtual_time(options, "run")
    run_id = require_operand(options, "run", "`python -m vm inspect runs` lists the runs")
    isolate = read_isolation(options)
    data = _read_data(options)

    from vm.errors import RunLeased
    from vm.face.cli.drive import choose_clock, drive_run
    from vm.face.cli.ending import show_ending
    from vm.face.embed import VM
    from vm.face.handle import Run
    from vm.face.wiring import open_world, world_url

    async def begin(vm: VM) -> Run:
        if data is None:
            return await vm.resume(run_id, steps=steps_of(options))
        from vm.graph import SchemaMismatch, VMEngine

        with suppress(RunLeased):  # another worker drives it: it is told, and watched
            await vm.resume(run_id, steps=steps_of(options))
        step = VMEngine(vm).get_run(run_id)
        try:
            await step.resume_async(options.step, data[0], label=options.label, foreach_index=options.index)
        except SchemaMismatch as error:
            raise BadInput(str(error), fix="the step's resume_schema says what it takes") from error
        return vm.get(run_id)

    clock = choose_clock(options.virtual_time)
    world = open_world(world_url(options.world), create=False)
    try:
        made, view = drive_run(world, screen, begin, clock, isolate)
        return show_ending(world, made, view, screen, options)
    finally:
        world.close()


def _read_data(options: argparse.Namespace) -> tuple[Any] | None:
    """Return what a step is resumed with, or None where none is meant."""
    if options.data is not None:
        return (read_json(options.data, "--data"),)
    if options.step is not None or options.label is not None or options.index is not None:
        raise BadInput("--data is missing", fix="a step is resumed with data: --data null, if there is nothing to say")
    return None
