"""How a run ended, or where it stands: the panel that people see and the document that scripts read."""

from __future__ import annotations

import argparse
from typing import Any

from vm.core.codec import plain
from vm.core.durations import format_ms
from vm.core.lifecycle import TERMINAL_RUN, RunStatus
from vm.face.cli import exits
from vm.face.cli.narrate import format_value
from vm.face.cli.screen import Screen
from vm.face.cli.text import Line, line, lines
from vm.face.cli.usage import PROGRAM
from vm.face.cli.walls import is_walled
from vm.face.documents import run_document
from vm.face.resting import name_of, suspensions_of
from vm.face.wiring import world_url
from vm.inspect.fold import RunView
from world.interface import World
from world.records import RunRecord

_STYLES = {RunStatus.COMPLETED: "green", RunStatus.FAILED: "red"}


def show_ending(world: World, run_id: str, view: RunView, screen: Screen, options: argparse.Namespace) -> int:
    """Show a run that was driven, and return the exit code that tells how it went.

    A body that was kept behind a wall is not looked into: its failure is shown as it was recorded.
    """
    record = world.get_run(run_id)
    waiting = suspensions_of(view)
    if screen.is_json:
        screen.answer({**run_document(record, view), **({"suspended": waiting} if waiting else {})})
    else:
        if view.error is not None:
            screen.show(_failure(world, record, view, options))
        style = _STYLES.get(record.status, "yellow")
        screen.show(_panel(record, view, world), title=f"run {run_id}", style=style)
    return exits.DONE if waiting else exits.OF_STATUS[record.status]


def _failure(world: World, record: RunRecord, view: RunView, options: argparse.Namespace) -> list[Line]:
    from vm.face.cli.failures import failure_lines, run_failure_lines  # a run that goes well does not wait for them
    from vm.face.cli.sources import Sources
    from vm.inspect.failure import find_failure

    failure = find_failure(view)
    if failure is None:
        return []
    if is_walled(options):
        return failure_lines(failure, Sources(world, record.bundle))
    return run_failure_lines(world, record, failure, has_all=options.all_frames)


def _panel(record: RunRecord, view: RunView, world: World) -> list[Line]:
    took = f" in {format_ms(view.duration_ms)}" if view.duration_ms is not None else ""
    style = f"bold {_STYLES.get(record.status, 'yellow')}"
    waiting = suspensions_of(view)
    state = str(record.status) if record.status in TERMINAL_RUN else "suspended" if waiting else "parked"
    rows = [line((state, style), took)]
    if view.output is not None:
        first, *rest = lines(format_value(plain(view.output)))
        rows += [(("result:  ", "dim"), *first), *((("         ", ""), *row) for row in rest)]
    rows += [line(("waits:   ", "dim"), (one["path"], "cyan"), f"  {format_value(one['payload'])}") for one in waiting]
    rows.append(line(("run:     ", "dim"), record.run_id))
    rows.append(line(("journal: ", "dim"), record.head_hash.hex()))
    rows.append(line(("         ", ""), f"{record.head} events"))
    if waiting:
        rows += [line(("go on:   ", "dim"), _command(world, _resume_words(record.run_id, one))) for one in waiting]
        return rows
    further = view.next if record.status in TERMINAL_RUN else record.run_id
    if further is not None:
        rows.append(line(("go on:   ", "dim"), _command(world, f"resume {further}")))
    elif not world.location.startswith("memory:"):
        rows.append(line(("look:    ", "dim"), _command(world, f"inspect run {record.run_id}")))
    return rows


def _resume_words(run_id: str, suspension: dict[str, Any]) -> str:
    name = name_of(suspension)
    return f"resume {run_id} {name} --data JSON" if name else f"resume {run_id} --data null"


def _command(world: World, words: str) -> str:
    """Return a command line on the same world, for people to paste into a shell."""
    if world.location == world_url():
        return f"{PROGRAM} {words}"
    import shlex

    return f"{PROGRAM} {words} --world {shlex.quote(world.location)}"
