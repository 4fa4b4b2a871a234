"""A failure as people read it: from the workflow's line, through the step, to the step's own frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vm.core.ids import short_name
from vm.errors import VMError
from vm.face.cli.moments import variable_lines
from vm.face.cli.sources import Sources
from vm.face.cli.text import Line, line, lines
from vm.face.cli.usage import PROGRAM
from vm.inspect.failure import Failure
from vm.inspect.moment import SECRETS, FrameView
from vm.sandbox.modules import KIT

if TYPE_CHECKING:
    from world.interface import World
    from world.records import RunRecord

MOST_VARIABLES: Final = 20  # of one frame
MOST_FRAMES: Final = 12  # of one link; the middle of a longer one is counted, not shown


def run_failure_lines(world: World, record: RunRecord, failure: Failure, *, has_all: bool = False) -> list[Line]:
    """Return why a run failed: the body's frames with their variables as of then, then what is below.

    The body is replayed in this process for that. With `has_all` the frames of sandbox and host are among them, and
    none is left out.
    """
    from vm.face.cli.proofs import load_own
    from vm.inspect.last_frames import find_last_frames

    try:
        rows = world.read_journal(record.run_id, limit=record.head)
        found = find_last_frames(load_own(world, record), record.run_id, rows, secrets=SECRETS, has_all=has_all)
    except VMError:
        found = ()  # the report is about something else
    return failure_lines(failure, Sources(world, record.bundle), found, has_all=has_all)


def failure_lines(
    failure: Failure, sources: Sources, views: Sequence[FrameView] = (), *, has_all: bool = False
) -> list[Line]:
    """Return a failure with its chain, outermost first, each with the source lines it came from.

    `views` are the frames of the first with their variables, where they are known.
    """
    rows: list[Line] = []
    for link in failure.chain():
        rows += _link_lines(link, sources, views if link is failure else (), has_all)
        if link.cause is not None:
            rows.append(line((_joint(link), "dim")))
    return [*rows, line("")]


_OF_DECLARATIONS: Final = "GraphError"  # it says what is wrong with a graph: no line of the walker's says more


def _joint(link: Failure) -> str:
    if link.cause is not None and link.cause.step is not None:
        return f"\ncaused in step {short_name(link.cause.step)} by:\n"
    return "\ncaused by:\n" if link.is_explicit else "\nraised while this was handled:\n"


def _link_lines(link: Failure, sources: Sources, views: Sequence[FrameView], has_all: bool) -> list[Line]:
    head = f": {link.message}" if link.message else ""
    first, *rest = lines(f"{link.type}{head}", "red")
    rows: list[Line] = [(("", ""), (first[1][0], "bold red")), *rest]
    rows += [line(("  note: ", "dim"), row) for note in link.notes for row in note.split("\n")]
    if link.fix is not None:
        rows.append(line("  fix:  ", link.fix))
    if link.slug is not None:
        rows.append(line("  more: ", (f"{PROGRAM} explain {link.slug}", "cyan")))
    rows += [line(("  tried: ", "dim"), row) for row in link.tries]
    shown = list(views) if views else [FrameView(*frame, ()) for frame in link.frames]
    if not has_all:  # what walks a graph is part of its bundle, and nothing of the author's
        own = [view for view in shown if not view.file.startswith(KIT)]
        shown = own if own or link.type == _OF_DECLARATIONS else shown
    for view in _fewer(shown, len(shown) if has_all else MOST_FRAMES):
        rows += [line((f"  ... {view} more frames ...", "dim"))] if isinstance(view, int) else _frame(view, sources)
    for number, member in enumerate(link.members, 1):
        rows.append(line((f"  member {number} of {len(link.members)}:", "dim")))
        rows += [(("    ", ""), *row) for row in failure_lines(member, sources)[:-1]]
    return rows


def _fewer(frames: Sequence[FrameView], most: int) -> list[FrameView | int]:
    if len(frames) <= most:
        return list(frames)
    half = most // 2
    return [*frames[:half], len(frames) - 2 * half, *frames[-half:]]


def _frame(view: FrameView, sources: Sources) -> list[Line]:
    rows = [line("  ", (f"{_short_path(view.file)}:{view.line}", "bold"), f" in {view.function}")]
    for at, text in sources.excerpt((view.file, view.line, view.function)):
        mark, style = ("❯", "bold") if at == view.line else (" ", "dim")
        rows.append(line((f"    {mark} {at:4} │ ", "red" if at == view.line else "dim"), (text, style)))
    return rows + [row for variable in view.variables[:MOST_VARIABLES] for row in variable_lines(variable)]


def _short_path(file: str) -> str:
    """Return a path below the current folder without that folder's own."""
    try:
        return str(Path(file).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return file
