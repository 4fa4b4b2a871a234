"""All gates in one command, in the order in which they are cheap: `python tools/check.py`.

    --only NAME...   some of them: format, lint, types, tests
    -- ARGUMENT...   handed to pytest

Every gate runs, also behind one that failed; exit 1 when any did.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
FIXED_SEED: Final = "--hypothesis-seed=0"  # a gate says the same twice; `pytest` alone goes on looking
BRANCH_FLOORS: Final = {"vm/core": 95.0, "vm/sandbox": 95.0, "world": 95.0}  # per cent, each folder alone


def check_format() -> bool:
    return run_tool("ruff", "format", "--check", ".")


def check_lint() -> bool:
    return run_tool("ruff", "check", ".")


def check_types() -> bool:
    return run_tool("mypy")


def check_tests(arguments: Sequence[str] = ()) -> bool:
    """Run the suite on all cores, and hold the folders in `BRANCH_FLOORS` to their branch coverage.

    Each core goes through a stretch of its own and helps another when it is through: what a module's tests share is
    made once, where tests dealt out in turn have every core make it.

    Part of the suite (given `arguments`) covers part of the code, so then coverage is not judged.
    """
    parallel = ["-n", "auto", "--dist", "worksteal"] if importlib.util.find_spec("xdist") else []
    if arguments:
        return run_tool("pytest", "-q", *parallel, *arguments)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "coverage.json")
        measured = ["--cov", "--cov-report=", f"--cov-report=json:{report}"]
        passed = run_tool("pytest", "-q", *parallel, FIXED_SEED, *measured)
        if not report.exists():
            return False
        misses = list(find_misses(json.loads(report.read_text()), BRANCH_FLOORS))
    for miss in misses:
        print(miss)
    return passed and not misses


def find_misses(report: dict[str, Any], floors: dict[str, float]) -> Iterable[str]:
    """Compare a coverage report in JSON with floors per folder; yield a line for each that is missed.

    The figure is coverage.py's own for branch runs: statements and branches that were taken over all.
    """
    for folder, floor in floors.items():
        hit, total = 0, 0
        for file, entry in report["files"].items():
            if Path(file).as_posix().startswith(f"{folder}/"):
                summary = entry["summary"]
                hit += summary["covered_lines"] + summary["covered_branches"]
                total += summary["num_statements"] + summary["num_branches"]
        covered = 100 * hit / total if total else 0.0
        print(f"coverage of {folder}: {covered:.1f} %")
        if covered < floor:
            yield f"coverage of {folder} is {covered:.1f} %, below {floor:g} %"


def run_tool(*command: str) -> bool:
    """Run a module of this interpreter's environment in the project's folder; say whether it was content."""
    environment = {**os.environ, "PYTHONHASHSEED": os.environ.get("PYTHONHASHSEED", "random")}
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=environment).returncode == 0


GATES: Final = {"format": check_format, "lint": check_lint, "types": check_types, "tests": check_tests}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Run the project's gates.")
    parser.add_argument("--only", nargs="+", choices=GATES, default=list(GATES), help="run these alone")
    parser.add_argument("arguments", nargs="*", help="handed to pytest (after --)")
    options = parser.parse_args(argv)
    passed: dict[str, bool] = {}
    for name in options.only:
        print(f"== {name}", flush=True)
        began = time.monotonic()
        passed[name] = check_tests(options.arguments) if name == "tests" else GATES[name]()
        print(f"== {name}: {'ok' if passed[name] else 'FAILED'} in {time.monotonic() - began:.1f} s", flush=True)
    return 0 if all(passed.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
