"""Runs commands as on a terminal and draws what they print."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, SVG_EXPORT_THEME
from rich.text import Text

from vm.face.cli.main import main

THEMES: Final = {"dark": SVG_EXPORT_THEME, "light": DEFAULT_TERMINAL_THEME}
WIDTHS: Final = (80, 160)

SHOP: Final = """\
from vm import gather, step

async def buy(items: list[str]) -> dict:
    "use workflow"
    prices = await gather(*(look_up(item) for item in items))
    total = sum(prices)
    await sleep("2h")
    return await pay(items, total)

async def pay(items: list[str], total: int) -> dict:
    fee = total // 10
    receipt = await charge(total + fee)
    return {"items": items, "receipt": receipt}

async def look_up(item: str) -> int:
    "use step"
    return len(item) * 100

@step(max_retries=3, backoff="10m")
async def charge(amount: int) -> str:
    if amount > 1000:
        raise ConnectionError("the bank does not answer")
    return f"paid {amount}"
"""
SET_UP: Final = (
    ("run", "shop.py", "--args", '[["tea", "pot"]]', "--run-id", "good", "--virtual-time"),
    ("run", "shop.py", "--args", '[["teapot", "saucer"]]', "--run-id", "bad", "--virtual-time"),
)


class Picture(NamedTuple):
    """A command whose screen is drawn, and words that stand on it."""

    name: str
    command: tuple[str, ...]
    words: tuple[str, ...]


PICTURES: Final = (
    Picture("runs", ("inspect", "runs"), ("good", "completed", "bad", "failed")),
    Picture("run", ("inspect", "run", "good"), ("step_1", "look_up", "sleep", "█")),
    Picture(
        "traceback",
        ("inspect", "run", "bad", "--locals"),
        ("tried: attempts 1 to 4", "fee", "caused in step charge by:"),
    ),
    Picture("steps", ("inspect", "steps", "bad"), ("charge", "failed")),
    Picture("step", ("inspect", "step", "bad", "step_4"), ("the bank does not answer",)),
    Picture("events", ("inspect", "events", "good"), ("run_created", "wait_created")),
    Picture("bundle", ("inspect", "bundle", "good"), ("async def buy", "←")),
    Picture("moment", ("replay", "good", "--at", "9", "--locals"), ("the body", "prices", "❯")),
    Picture("watch", ("replay", "good", "--watch", "total"), ("buy:7", "600", "(gone)")),
    Picture("parting", ("diff", "good", "bad"), ("the runs part at event 1",)),
)
SHOWN: Final = (("traceback", 100), ("moment", 100), ("run", 100))
"""Those that README shows, with their widths."""


class Terminal(io.StringIO):
    """A stream that people watch."""

    def isatty(self) -> bool:
        return True


def set_up() -> None:
    """Make the world that is drawn, in the current folder."""
    Path("shop.py").write_text(SHOP, encoding="utf-8")
    with _screen(80):
        for command in SET_UP:
            main(command)


def look(command: Sequence[str], width: int) -> str:
    """Run a command on a terminal of a width, and return what it prints, with its colours."""
    with _screen(width) as terminal:
        main(command)
    return terminal.getvalue()


def draw(picture: Picture, width: int, theme: str) -> str:
    """Return a picture of a command's screen as SVG."""
    console = Console(width=width, record=True, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(look(picture.command, width)), end="")
    title = f"python -m vm {' '.join(picture.command)}"
    return console.export_svg(title=title, theme=THEMES[theme], unique_id=f"{picture.name}-{width}-{theme}")


@contextmanager
def _screen(width: int) -> Iterator[Terminal]:
    """Have everything that is printed meanwhile go to a terminal of a width."""
    terminal, before, stdout = Terminal(), dict(os.environ), sys.stdout
    os.environ.update(COLUMNS=str(width), LINES="50", TERM="xterm-256color", COLORTERM="truecolor")
    sys.stdout = terminal
    try:
        yield terminal
    finally:
        sys.stdout = stdout
        os.environ.clear()
        os.environ.update(before)
