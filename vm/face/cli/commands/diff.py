"""Say where two runs part: the first event that differs, and the line it comes from.

What only says which run it is, and when, does not count: ids, seeds, times. The
runs may be of different sources. Reads only; exits 4 when they differ.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from vm.face.cli import exits
from vm.face.cli.screen import Screen
from vm.face.cli.text import Line, line
from vm.face.cli.usage import add_common
from vm.face.cli.walls import require_no_wall

if TYPE_CHECKING:
    from vm.core.events import Event
    from vm.core.traces import Frame
    from vm.inspect.difference import Parting
    from world.interface import World
    from world.records import RunRecord


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("left", metavar="RUN_A", help="the id of a run")
    parser.add_argument("right", metavar="RUN_B", help="the id of another")
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    require_no_wall(options, "diff")
    from vm.face.wiring import open_world, world_url
    from vm.inspect.difference import find_parting

    world = open_world(world_url(options.world), create=False, readonly=True)
    try:
        runs = [world.get_run(options.left), world.get_run(options.right)]
        rows = [world.read_journal(run.run_id, limit=run.head) for run in runs]
        parting = find_parting(*rows)
        found: list[Frame | None] = [None, None]
        if parting is not None:
            found = [_find_place(world, run, parting.position) for run in runs]
        if screen.is_json:
            screen.answer(_document(runs, parting, found))
        elif parting is None:
            screen.show([line(("alike", "bold green"), f": all {runs[0].head} events of both runs")])
        else:
            _show(world, runs, parting, found, screen)
    finally:
        world.close()
    return exits.DONE if parting is None else exits.DIVERGED


def _find_place(world: World, run: RunRecord, position: int) -> Frame | None:
    from vm.face.cli.proofs import load_own
    from vm.inspect.difference import find_place

    rows = world.read_journal(run.run_id, limit=run.head)
    return find_place(load_own(world, run), run.run_id, rows, position)


def _document(runs: list[RunRecord], parting: Parting | None, found: list[Frame | None]) -> dict[str, Any]:
    sides = [None, None] if parting is None else [parting.left, parting.right]
    return {
        "identical": parting is None,
        "position": None if parting is None else parting.position,
        "runs": [
            {
                "run_id": run.run_id,
                "events": run.head,
                "event": None if event is None else {"type": event.type, "text": _say(event)},
                "where": None if frame is None else dict(zip(("file", "line", "function"), frame, strict=True)),
            }
            for run, event, frame in zip(runs, sides, found, strict=True)
        ],
    }


def _say(event: Event | None) -> str:
    from vm.core.describe import describe_event
    from vm.face.cli.details import detail_of

    if event is None:
        return "nothing: the run's journal has ended"
    said = detail_of(event)
    return f"{describe_event(event)}  {said}" if said else describe_event(event)


def _show(world: World, runs: list[RunRecord], parting: Parting, found: list[Frame | None], screen: Screen) -> None:
    from vm.face.cli.sources import Sources

    rows: list[Line] = [line((f"the runs part at event {parting.position}", "bold")), line("")]
    for run, event, frame, style in zip(runs, (parting.left, parting.right), found, ("red", "green"), strict=True):
        rows.append(line((run.run_id, f"bold {style}"), f"  {_say(event)}"))
        if frame is not None:
            rows.append(line("  ", ("{}:{}".format(*frame), "bold"), f" in {frame[2]}"))
            for at, text in Sources(world, run.bundle).excerpt(frame):
                is_meant = at == frame[1]
                rows.append(line((f"    {'❯' if is_meant else ' '} {at:4} │ ", "cyan" if is_meant else "dim"), text))
        rows.append(line(""))
    screen.show(rows)
