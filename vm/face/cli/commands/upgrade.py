"""Move a run in flight to newer code.

Its journal is replayed on that code first: where they differ nothing is
changed, the difference is shown, and the exit code is 4. A worker that has
the run in memory is asked to move it there; attempts that it is making go on.
Its steps stay those of the files that the worker was started with.
--dry-run only proves it.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from vm.face.cli import exits
from vm.face.cli.acting import add_run
from vm.face.cli.screen import Screen
from vm.face.cli.text import line

if TYPE_CHECKING:
    from vm.host.upgrades import Upgrader
    from world.changes import Move
    from world.interface import World
    from world.records import RunRecord


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", metavar="FILE", required=True, help="the file with the newer code; its name may differ")
    parser.add_argument("--dry-run", action="store_true", help="prove that the run can be moved, and leave it")
    add_run(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    from vm.errors import DivergenceError, RunEnded
    from vm.face.cli.proofs import name_file
    from vm.face.wiring import open_world, world_url
    from vm.host.codebase import Codebase
    from vm.host.upgrades import Upgrader

    world = open_world(world_url(options.world), create=False)
    try:
        record = world.get_run(options.run)
        if record.ended_ms is not None:
            raise RunEnded(record.run_id, record.status)
        codebase = Codebase(world)
        move, upgrader = codebase.plan_move(record, options.to), Upgrader(world, codebase)
        try:
            if options.dry_run:
                upgrader.prove(record, move)
            else:
                _move(upgrader, record.run_id, move)
        except DivergenceError as error:
            error.where = name_file(error.where, record, options.to)
            raise
        return _show(world, record, move, screen, is_dry=options.dry_run)
    finally:
        world.close()


def _move(upgrader: Upgrader, run_id: str, move: Move) -> None:
    from vm.host.upgrades import PAUSE_S

    for _ in upgrader.moving(run_id, move):
        time.sleep(PAUSE_S)


def _show(world: World, before: RunRecord, move: Move, screen: Screen, *, is_dry: bool) -> int:
    run, is_there = world.get_run(before.run_id), before.bundle == move.bundle.hash
    if screen.is_json:
        screen.answer(
            {
                "run_id": run.run_id,
                "moved": not is_there and not is_dry,
                "from": before.bundle,
                "to": move.bundle.hash,
                "events": run.head,
            }
        )
    elif is_there:
        screen.show([line(f"run {run.run_id} is on that code already")])
    elif is_dry:
        screen.show([line(f"run {run.run_id} can be moved: its {before.head} events replay on that code")])
    else:
        screen.show([line(f"run {run.run_id} goes on with bundle {run.bundle[:12]}: its journal replays on it")])
    return exits.DONE
