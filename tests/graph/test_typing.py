"""Input and output types are carried from step to step: mypy is asked."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

FILE = Path(__file__).with_name("typed.py")
WRONG = {number for number, row in enumerate(FILE.read_text().splitlines(), 1) if "# wrong" in row}


def test_mypy_knows_what_a_graph_takes_and_gives_and_refuses_what_does_not_fit() -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(FILE)]
    found = subprocess.run(command, capture_output=True, text=True, cwd=FILE.parents[2], check=False)
    rows = found.stdout.splitlines()
    lines = {int(match[1]) for row in rows if (match := re.match(r".*typed\.py:(\d+): error:", row))}
    assert lines == WRONG, found.stdout + found.stderr
