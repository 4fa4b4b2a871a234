"""Pieces of work, each in a process of its own, which prints its figures as JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tools.bench.benchmark import OUT, ROOT, Figures, WrongResult

LONGEST_S: Final = 600.0


def do_work(work: str, count: int, folder: Path, *, synchronous: str = "FULL") -> Figures:
    """Have one of `tools.bench.work.WORKS` done; return its figures."""
    return run_python(sys.executable, ["-m", "tools.bench.work", work, str(count), str(folder), synchronous], ROOT)


def run_python(python: str, arguments: Sequence[str], path: Path) -> Figures:
    """Run a Python with `path` on its path, where it may leave files; return the JSON that it prints last.

    Raises:
        WrongResult: It failed, or took too long.
    """
    OUT.mkdir(exist_ok=True)
    try:
        process = subprocess.run(
            [python, *arguments],
            cwd=OUT,
            env={**os.environ, "PYTHONPATH": str(path)},
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
        )
    except subprocess.TimeoutExpired as error:
        raise WrongResult(f"{' '.join(arguments)} took longer than {LONGEST_S:g} s") from error
    lines = [line for line in process.stdout.splitlines() if line.startswith("{")]
    if process.returncode or not lines:
        raise WrongResult(f"{' '.join(arguments)} ended with {process.returncode}: {process.stderr[-2000:]}")
    figures: Figures = json.loads(lines[-1])
    return figures
