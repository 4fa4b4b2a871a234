"""Start runs by the clock.

schedule add NAME FILE --cron "30 7 * * MON-FRI" --tz Europe/Berlin
schedule add NAME FILE --every 10m
schedule list             what there is, when it ticks next
schedule pause NAME       no ticks until `resume`; they are not made up for
schedule resume NAME
schedule trigger NAME     start a run now, whatever the clock says
schedule remove NAME      runs that it started stay

Whichever worker (`worker`, `serve`, a program with `open_vm`) is first starts
a tick's run, NAME@2026-11-25T20:00:00Z, from the source as it was when the
schedule was added. No tick is made twice, and none is lost in a crash.
"""

from __future__ import annotations

import argparse
from typing import Final

from vm.errors import BadInput
from vm.face.cli import exits
from vm.face.cli.inputs import add_input_options, read_arguments
from vm.face.cli.screen import Screen
from vm.face.cli.usage import add_common

ACTIONS: Final = ("add", "list", "pause", "resume", "trigger", "remove")
_OF_ADD: Final = ("cron", "tz", "every", "workflow", "args", "kwargs", "overlap", "missed")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", metavar="ACTION", choices=ACTIONS, help=f"one of: {', '.join(ACTIONS)}")
    parser.add_argument("name", metavar="NAME", nargs="?", help="what the schedule is called")
    parser.add_argument("file", metavar="FILE", nargs="?", help="add: the Python file that holds the workflow")
    when = parser.add_argument_group("when (add)")
    when.add_argument(
        "--cron", metavar="EXPR", help="minute, hour, day, month, weekday; six fields begin with seconds; or @daily"
    )
    when.add_argument("--tz", metavar="ZONE", help="the time zone that --cron is meant in (default: UTC)")
    when.add_argument("--every", metavar="DURATION", help="at whole multiples since 1970: 10m is :00, :10, :20, ...")
    how = parser.add_argument_group("what becomes of a tick (add)")
    how.add_argument(
        "--overlap",
        metavar="POLICY",
        choices=("skip", "allow", "queue"),
        help="while the run before has not ended: skip the tick (default), allow both, or queue it",
    )
    how.add_argument(
        "--missed",
        metavar="POLICY",
        choices=("skip", "last", "all"),
        help="over a minute late, as no worker looked: skip them, make the last (default), or all",
    )
    how.add_argument("--replace", action="store_true", help="take the place of the schedule with this name")
    add_input_options(parser)
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    _check(options)

    from vm.face.cli import timetable
    from vm.face.wiring import open_world, world_url

    is_add = options.action == "add"
    args, kwargs = read_arguments(options)
    rhythm = timetable.read_rhythm(options) if is_add else None
    world = open_world(world_url(options.world), create=is_add, readonly=options.action == "list")
    try:
        if rhythm is not None:
            timetable.add(world, options, rhythm, args, kwargs, screen)
        else:
            timetable.ACTIONS[options.action](world, options.name, screen)
    finally:
        world.close()
    return exits.DONE


def _check(options: argparse.Namespace) -> None:
    action = options.action
    if action == "list" and options.name is not None:
        raise BadInput("schedule list takes no name", fix="write `python -m vm schedule list`")
    if action != "list" and options.name is None:
        raise BadInput(f"schedule {action} wants a name", fix="`python -m vm schedule list` lists the schedules")
    if action == "add" and options.file is None:
        raise BadInput(
            "schedule add wants a file", fix='write `python -m vm schedule add NAME FILE --cron "0 7 * * *"`'
        )
    if action != "add":
        given = [f"--{name}" for name in _OF_ADD if getattr(options, name) is not None]
        given += ["--arg"] * bool(options.arg) + ["--replace"] * options.replace + ["FILE"] * bool(options.file)
        if given:
            raise BadInput(
                f"{given[0]} goes with schedule add", fix=f"leave it out, or write schedule add {options.name}"
            )
