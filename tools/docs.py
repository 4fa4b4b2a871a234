"""The README's code as data, and its command line help kept true: `python tools/docs.py --write`.

A comment before a fenced block says what the block is: `<!-- file: NAME -->` is a file, `<!-- run -->` holds
commands that work in a folder with the files above (`<!-- run: exits 2 -->`: that end so), `<!-- help -->` is the
help of `python -m vm`. Below a command may stand pieces of what it prints.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

README: Final = Path(__file__).resolve().parents[1] / "README.md"
HELP: Final = re.compile(r"(<!-- help -->\n```text\n)(.*?)(```)", re.DOTALL)
_BLOCK: Final = re.compile(
    r"<!-- (file: (?P<file>\S+)|run(: exits (?P<code>\d+))?) -->\n```\w+\n(?P<text>.*?)```", re.DOTALL
)


class Command(NamedTuple):
    """A line for the shell, and pieces of what it prints in the end."""

    line: str
    printed: tuple[str, ...]


class Block(NamedTuple):
    """A file's text when `file` is its name; commands when it is None, each of which ends with `exit_code`."""

    file: str | None
    text: str
    exit_code: int = 0

    def commands(self) -> list[Command]:
        return list(split_commands(self.text))


def split_commands(text: str) -> Iterator[Command]:
    """Yield the commands of a block, without the comments behind them."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, *printed = part.splitlines()
        yield Command(line.split("  #")[0].rstrip(), tuple(printed))


def find_blocks(text: str) -> Iterator[Block]:
    """Yield the marked blocks of a page in order."""
    for match in _BLOCK.finditer(text):
        yield Block(match["file"], match["text"], int(match["code"] or 0))


def read_help() -> str:
    """Return what `python -m vm --help` prints, 100 columns wide."""
    environment = {**os.environ, "COLUMNS": "100", "PYTHONPATH": str(README.parent), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "vm", "--help"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def find_help(text: str) -> str:
    """Return the help that a page shows."""
    match = HELP.search(text)
    return match[2] if match else ""


def replace_help(text: str, help_text: str) -> str:
    """Return the page with the help it should show."""
    return HELP.sub(lambda match: match[1] + help_text + match[3], text)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Compare the README's help with the real one.")
    parser.add_argument("--write", action="store_true", help="mend it")
    options = parser.parse_args(argv)
    text, real = README.read_text(encoding="utf-8"), read_help()
    if options.write:
        README.write_text(replace_help(text, real), encoding="utf-8")
        return 0
    return 0 if find_help(text) == real else 1


if __name__ == "__main__":
    sys.exit(main())
