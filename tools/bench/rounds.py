"""Rounds: every benchmark measured in turn, again and again, and what comes of it."""

from __future__ import annotations

import json
import platform
import statistics
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from tools.bench.benchmark import Benchmark, Figures

Rounds = dict[str, list[Figures]]
"""By benchmark, in the order in which they were measured."""


class Spread(NamedTuple):
    """What the rounds say of one figure."""

    median: float
    least: float
    greatest: float


def run_rounds(
    benchmarks: Sequence[Benchmark], rounds: int, out: Path, say: Callable[[str], None] = lambda _: None
) -> Rounds:
    """Measure all benchmarks in turn, `rounds` times over; keep every round in `out`, as a line of JSON each.

    They take turns (A B A B ...), so that a slow minute of the machine hits all of them.
    """
    figures: Rounds = {benchmark.name: [] for benchmark in benchmarks}
    for benchmark in benchmarks:
        benchmark.prepare()
    with out.open("a", encoding="utf-8") as lines:
        for number in range(rounds):
            for benchmark in benchmarks:
                say(f"round {number + 1} of {rounds}: {benchmark.name}")
                measured = benchmark.measure(number)
                figures[benchmark.name].append(measured)
                row = {"bench": benchmark.name, "round": number, "python": platform.python_version(), **measured}
                lines.write(json.dumps(row) + "\n")
                lines.flush()
    return figures


def read_rounds(paths: Iterable[Path]) -> Rounds:
    """Return what earlier measurements wrote."""
    rounds: Rounds = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            figures = {name: value for name, value in row.items() if name not in ("bench", "round", "python")}
            rounds.setdefault(row["bench"], []).append(figures)
    return rounds


def summarize(rounds: Sequence[Figures]) -> dict[str, Spread]:
    """Return the median, the least and the greatest of each figure."""
    return {
        name: Spread(statistics.median(values), min(values), max(values))
        for name in rounds[0]
        for values in [[measured[name] for measured in rounds]]
    }


def by_size(spreads: dict[str, Spread], figure: str) -> dict[int, Spread]:
    """Return what was measured of `figure` at several sizes: the figures called `FIGURE at N`, by N."""
    found = {}
    for name, spread in spreads.items():
        stem, _, size = name.rpartition(" at ")
        if stem == figure and size.isdigit():
            found[int(size)] = spread
    return found


def shorten(value: float) -> str:
    """Write a figure for a table."""
    return f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"
