"""`startup`: `python -m vm run` of a one-step file as a whole process, and how much of it is imports."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tools.bench.benchmark import ROOT, Figures
from tools.bench.programs import ONE_STEP


class Startup:
    """A process each for the bare interpreter, for the run, and for the run with its imports timed."""

    name = "startup"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._source = folder / "one_step.py"
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(folder / "pycache"),
            "VM_CACHE": str(folder / "cache"),
        }

    def prepare(self) -> None:
        self._source.write_text(ONE_STEP)
        self._run("warm-up")  # compiles the VM and the workflow, as whoever runs a second one has done

    def measure(self, round_number: int) -> Figures:
        bare_s, _ = self._process(["-c", "pass"])
        run_s, _ = self._run(f"{round_number}")
        _, trace = self._run(f"{round_number}-imports", "-X", "importtime")
        return {
            "ms for the process": run_s * 1000,
            "ms for a bare interpreter": bare_s * 1000,
            "ms of imports": sum(_self_times_us(trace)) / 1000,
        }

    def _run(self, name: str, *flags: str) -> tuple[float, str]:
        world = f"sqlite:{self._folder / f'startup-{name}.db'}"
        return self._process([*flags, "-m", "vm", "run", str(self._source), "--world", world, "--json"])

    def _process(self, arguments: Sequence[str]) -> tuple[float, str]:
        began = time.perf_counter()
        process = subprocess.run(
            [sys.executable, *arguments],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return time.perf_counter() - began, process.stderr


def _self_times_us(trace: str) -> list[int]:
    """Read the first column of `-X importtime`: what each module took without those that it imports."""
    rows = [line.removeprefix("import time:").split("|") for line in trace.splitlines() if "|" in line]
    return [int(row[0]) for row in rows if row[0].strip().isdigit()]
