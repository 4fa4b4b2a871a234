"""`RESULTS.md`: the figures with the machine that they were measured on, for people."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

from tools.bench.aims import AIMS, find_aim
from tools.bench.benchmark import ROOT
from tools.bench.charts import draw_charts
from tools.bench.peers.environments import DBOS, VERCEL
from tools.bench.rounds import Rounds, shorten, summarize

FOLDER: Final = Path(__file__).parent
NOTES: Final = FOLDER / "NOTES.md"


def write_report(rounds: Rounds, folder: Path = FOLDER) -> Path:
    """Write `RESULTS.md` and its charts into `folder`; return its path."""
    charts_folder = folder / "charts"
    charts_folder.mkdir(exist_ok=True)
    charts = draw_charts(rounds, charts_folder)
    path = folder / "RESULTS.md"
    path.write_text("\n".join(_lines(rounds, charts)) + "\n", encoding="utf-8")
    return path


def _lines(rounds: Rounds, charts: list[Path]) -> Iterator[str]:
    yield "# Measured"
    yield ""
    yield "Made by `make bench` (`python -m tools.bench --write`): do not edit. Medians of rounds in which all"
    yield "benchmarks took turns; only ratios taken side by side mean anything on another machine."
    yield ""
    yield from _describe_machine(rounds)
    yield ""
    yield from _show_aims(rounds)
    if NOTES.exists():
        yield ""
        yield NOTES.read_text(encoding="utf-8").rstrip()
    yield ""
    yield "## Scaling laws"
    for chart in charts:
        yield ""
        yield f"![{chart.stem.replace('-', ' ')}]({chart.parent.name}/{chart.name})"
    yield ""
    yield "## Every figure"
    for bench, figures in rounds.items():
        yield ""
        yield f"### {bench}"
        yield ""
        yield "| figure | median | least | greatest |"
        yield "|---|--:|--:|--:|"
        for name, spread in summarize(figures).items():
            yield f"| {name} | {' | '.join(map(shorten, spread))} |"


def _show_aims(rounds: Rounds) -> Iterator[str]:
    yield "| benchmark | figure | aim | median | |"
    yield "|---|---|--:|--:|---|"
    for bench, figures in rounds.items():
        for name, spread in summarize(figures).items():
            aim = find_aim(bench, name)
            if aim is not None:
                yield f"| {bench} | {name} | {aim} | {shorten(spread.median)} | {_verdict(aim.is_met(spread.median))} |"
    for bench in sorted({aim.bench for aim in AIMS} - rounds.keys()):
        yield f"| {bench} | | | | not measured |"


def _verdict(is_met: bool) -> str:
    return "met" if is_met else "**missed**"


def _describe_machine(rounds: Rounds) -> Iterator[str]:
    most = max((len(figures) for figures in rounds.values()), default=0)
    yield f"- {time.strftime('%Y-%m-%d')}, {most} rounds, commit {_commit()}"
    yield f"- {_cpu()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"
    ours = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, trio {version('trio')}"
    yield f"- {ours}; peers: DBOS {DBOS.version}, Vercel's Python SDK {VERCEL.version}"


def _cpu() -> str:
    """Return what the processor calls itself."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.strip() or "unknown"
