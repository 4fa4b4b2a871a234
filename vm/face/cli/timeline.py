"""A run's waterfall on a terminal: a line for each step, wait, hook and child, its time as a bar."""

from __future__ import annotations

import shutil
from typing import Final

from vm.face.cli.screen import Screen
from vm.face.cli.text import Line, cell_width, line
from vm.inspect.fold import RunView
from vm.inspect.waterfall import Bar, find_bars, find_span

MOST_BARS: Final = 40
PLAIN_WIDTH: Final = 100  # columns where nobody watches
_NARROWEST: Final = 10  # columns of a bar; below that there is none
_NAME: Final = 24
_STYLES: Final = {"completed": "green", "failed": "red", "cancelled": "dim", "waiting": "blue", "running": "cyan"}
_MARKS: Final = {"waiting": "░", "failed": "▒"}


def timeline_lines(view: RunView, screen: Screen) -> list[Line]:
    """Return a run's waterfall. Wide and narrow screens both have the names and the durations."""
    bars = find_bars(view)
    if not bars:
        return []
    width = shutil.get_terminal_size().columns if screen.is_rich else PLAIN_WIDTH
    shown = bars[:MOST_BARS]
    names = min(_NAME, max(cell_width(bar.name) for bar in shown))
    ids = max(cell_width(bar.id) for bar in shown)
    times = max(len(bar.took) for bar in shown)
    room = width - ids - names - times - 8
    rows = [_bar_line(bar, view, (ids, names, times), room if room >= _NARROWEST else 0) for bar in shown]
    if len(bars) > len(shown):
        rows.append(line((f"... and {len(bars) - len(shown)} more; `inspect steps` lists them", "dim")))
    return rows


def _bar_line(bar: Bar, view: RunView, widths: tuple[int, int, int], room: int) -> Line:
    ids, names, times = widths
    name = bar.name if cell_width(bar.name) <= names else f"{bar.name[: names - 1]}…"
    spans = [
        (f"{bar.id:{ids}}  ", "dim"),
        (f"{name}{' ' * (names - cell_width(name))}  ", _STYLES.get(bar.status, "")),
        (f"{bar.took:>{times}}  ", ""),
    ]
    return line(*spans, *(_draw(bar, view, room) if room else ()))


def _draw(bar: Bar, view: RunView, room: int) -> list[tuple[str, str]]:
    """Return a bar as spans: each attempt in the colour of how it ended, pauses between them as dots."""
    start, end = find_span(view)
    scale = (room - 1) / max(end - start, 1)
    cells: list[tuple[str, str]] = [(" ", "")] * room
    first, last = (_place(at_ms, start, scale, room) for at_ms in (bar.start_ms, bar.end_ms))
    for place in range(first, last + 1):
        cells[place] = ("·", "dim")
    for piece in bar.pieces:
        mark, style = _MARKS.get(piece.outcome, "█"), _STYLES.get(piece.outcome, "")
        for place in range(_place(piece.start_ms, start, scale, room), _place(piece.end_ms, start, scale, room) + 1):
            cells[place] = (mark, style)
    return _joined(cells)


def _place(at_ms: int, start: int, scale: float, room: int) -> int:
    return max(0, min(room - 1, int((at_ms - start) * scale)))


def _joined(cells: list[tuple[str, str]]) -> list[tuple[str, str]]:
    spans: list[tuple[str, str]] = []
    for mark, style in cells:
        if spans and spans[-1][1] == style:
            spans[-1] = (spans[-1][0] + mark, style)
        else:
            spans.append((mark, style))
    while spans and not spans[-1][0].strip():
        spans.pop()
    return spans
