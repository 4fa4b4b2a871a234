"""Look at what a world holds. Reads only.

inspect runs          all runs, newest first
inspect run RUN       one run: input, result or failure, where it stands
inspect steps RUN     its steps with attempts and durations
inspect step RUN ID   one of them whole, attempt by attempt
inspect events RUN    its journal, event by event
inspect waits [RUN]   what is slept for, earliest first
inspect hooks [RUN]   who waits for a payload, and under which token
inspect children RUN  the runs that its body started
inspect streams RUN   what its steps write to
inspect stream RUN    the chunks of a stream, one a line; --follow for more
inspect bundle RUN    the source it runs, with the events that came from each line
inspect queue         messages for workers, and the runs they gave up on
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from vm.errors import BadInput
from vm.face.cli import exits
from vm.face.cli.inputs import read_limit
from vm.face.cli.screen import Screen
from vm.face.cli.usage import add_all_frames, add_common
from vm.face.cli.walls import require_no_wall

if TYPE_CHECKING:
    from world.interface import World

WATCH_S: Final = 1.0
VIEWS: Final = (
    "runs",
    "run",
    "steps",
    "step",
    "events",
    "waits",
    "hooks",
    "children",
    "streams",
    "stream",
    "bundle",
    "queue",
)
_NO_RUN: Final = ("runs", "queue")
_NEEDS_RUN: Final = ("run", "steps", "step", "events", "children", "streams", "stream", "bundle")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("view", metavar="VIEW", choices=VIEWS, help=f"one of: {', '.join(VIEWS)}")
    parser.add_argument("run", metavar="RUN", nargs="?", help="the id of a run")
    parser.add_argument("id", metavar="ID", nargs="?", help="step: which one, as in step_1")
    parser.add_argument("--status", metavar="S", help="runs: pending, running, completed, failed or cancelled")
    parser.add_argument("--workflow", metavar="NAME", help="runs: those of one workflow, by name or id")
    parser.add_argument("--since", metavar="TIME", help="runs: created since a time, or so long ago: 2h")
    parser.add_argument("--after", metavar="RUN", help="runs: the page behind that run, older ones")
    parser.add_argument("--limit", metavar="N", type=int, help="show at most N (runs, queue: 50; more are announced)")
    parser.add_argument("--namespace", metavar="NAME", default="", help="stream: which one (default: the nameless)")
    parser.add_argument(
        "--start", metavar="N", type=int, default=0, help="stream: the first chunk; below 0 from the end"
    )
    parser.add_argument("--follow", action="store_true", help="stream: go on until it is closed")
    parser.add_argument("--watch", action="store_true", help="show it anew every second, until Ctrl-C or the run's end")
    parser.add_argument("--raw", action="store_true", help="events: the canonical bytes, one event a line")
    parser.add_argument("--locals", action="store_true", help="run: the variables of a failure; replays the body here")
    add_all_frames(parser)
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    _check(options, screen)

    from vm.face.cli import views, views_inside, views_outside
    from vm.face.wiring import open_world, world_url

    show = {
        "runs": views.show_runs,
        "run": views.show_run,
        "steps": views.show_steps,
        "step": views_inside.show_step,
        "bundle": views_inside.show_bundle,
        "events": views.show_events,
        "waits": views.show_waits,
        "hooks": views_outside.show_hooks,
        "children": views_outside.show_children,
        "streams": views_outside.show_streams,
        "stream": views_outside.show_stream,
        "queue": _show_queue,
    }[options.view]
    world = open_world(world_url(options.world), create=False, readonly=True)
    try:
        if options.watch:
            _watch(lambda: show(world, options, screen), world, options, screen)
        else:
            show(world, options, screen)
    finally:
        world.close()
    return exits.DONE


def _watch(show: Callable[[], None], world: World, options: argparse.Namespace, screen: Screen) -> None:
    """Show a view again and again on a terminal. A run that is watched and ends is the end of it."""
    from vm.core.lifecycle import TERMINAL_RUN

    while True:
        is_over = options.run is not None and world.get_run(options.run).status in TERMINAL_RUN
        screen.console.clear()
        show()
        if is_over:
            return
        try:
            time.sleep(WATCH_S)
        except KeyboardInterrupt:
            return


def _check(options: argparse.Namespace, screen: Screen) -> None:
    if options.locals or options.all_frames:
        require_no_wall(options, "inspect --locals")
    if options.watch and not screen.is_rich:
        raise BadInput("--watch is for terminals", fix="leave it out, or call `inspect` again and again")
    if options.watch and options.view == "stream":
        raise BadInput("a stream is followed", fix="write `... inspect stream RUN --follow`")
    if options.view in _NEEDS_RUN and options.run is None:
        raise BadInput(f"inspect {options.view} wants a run", fix="`python -m vm inspect runs` lists the runs")
    if options.view in _NO_RUN and options.run is not None:
        raise BadInput(f"inspect {options.view} takes no run", fix=f"write `python -m vm inspect run {options.run}`")
    if (options.id is not None) != (options.view == "step"):
        fix = "write `python -m vm inspect step RUN step_1`; `inspect steps RUN` lists them"
        raise BadInput("inspect step wants a step, and nothing else does", fix=fix)
    if options.raw and options.view != "events":
        raise BadInput("--raw is for events", fix="write `python -m vm inspect events RUN --raw`")
    if (options.follow or options.start or options.namespace) and options.view != "stream":
        raise BadInput(
            "--follow, --start and --namespace are for stream", fix="write `... inspect stream RUN --follow`"
        )
    for name in ("status", "workflow", "since", "after"):
        if getattr(options, name) is not None and options.view != "runs":
            raise BadInput(f"--{name} is for runs", fix=f"write `python -m vm inspect runs --{name} ...`")
    read_limit(options.limit)


def _show_queue(world: World, options: argparse.Namespace, screen: Screen) -> None:
    from vm.face.cli import queues

    queues.show_queue(world, options.limit or queues.DEFAULT_LIMIT, screen)
