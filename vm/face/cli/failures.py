"""A failure as people read it: from the workflow's line, through the step, to the step's own frames."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from vm.core.ids import short_name
from vm.core.traces import Frame
from vm.face.cli.sources import Sources
from vm.face.cli.text import Line, line, lines
from vm.face.cli.usage import PROGRAM
from vm.inspect.failure import Failure

MOST_FRAMES: Final = 12  # of one link; the middle of a longer one is counted, not shown


def failure_lines(failure: Failure, sources: Sources) -> list[Line]:
    """Return a failure with its chain, outermost first, each with the source lines it came from."""
    rows: list[Line] = []
    for link in failure.chain():
        rows += _link_lines(link, sources)
        if link.cause is not None:
            rows.append(line((_joint(link), "dim")))
    return [*rows, line("")]


def _joint(link: Failure) -> str:
    if link.cause is not None and link.cause.step is not None:
        return f"\ncaused in step {short_name(link.cause.step)} by:\n"
    return "\ncaused by:\n" if link.is_explicit else "\nraised while this was handled:\n"


def _link_lines(link: Failure, sources: Sources) -> list[Line]:
    head = f": {link.message}" if link.message else ""
    first, *rest = lines(f"{link.type}{head}", "red")
    rows: list[Line] = [(("", ""), (first[1][0], "bold red")), *rest]
    rows += [line(("  note: ", "dim"), row) for note in link.notes for row in note.split("\n")]
    if link.fix is not None:
        rows.append(line("  fix:  ", link.fix))
    if link.slug is not None:
        rows.append(line("  more: ", (f"{PROGRAM} explain {link.slug}", "cyan")))
    for frame in _fewer(link.frames):
        rows += [line((f"  ... {frame} more frames ...", "dim"))] if isinstance(frame, int) else _frame(frame, sources)
    for number, member in enumerate(link.members, 1):
        rows.append(line((f"  member {number} of {len(link.members)}:", "dim")))
        rows += [(("    ", ""), *row) for row in failure_lines(member, sources)[:-1]]
    return rows


def _fewer(frames: tuple[Frame, ...]) -> list[Frame | int]:
    if len(frames) <= MOST_FRAMES:
        return list(frames)
    half = MOST_FRAMES // 2
    return [*frames[:half], len(frames) - 2 * half, *frames[-half:]]


def _frame(frame: Frame, sources: Sources) -> list[Line]:
    file, number, function = frame
    rows = [line("  ", (f"{_short_path(file)}:{number}", "bold"), f" in {function}")]
    for at, text in sources.excerpt(frame):
        mark, style = ("❯", "bold") if at == number else (" ", "dim")
        rows.append(line((f"    {mark} {at:4} │ ", "red" if at == number else "dim"), (text, style)))
    return rows


def _short_path(file: str) -> str:
    """Return a path below the current folder without that folder's own."""
    try:
        return str(Path(file).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return file
