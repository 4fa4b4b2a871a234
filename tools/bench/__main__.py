"""Measure and print medians: `python -m tools.bench [sequential cold-replay sandbox startup] [--rounds N] [--long]`.

Benchmarks take turns (A B A B ...), so that a slow minute of the machine hits all of them. The raw rounds go
to `tools/bench/out/` as JSON lines.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

from tools.bench.cold_replay import ColdReplay
from tools.bench.sandbox import Sandbox
from tools.bench.sequential import Figures, Sequential
from tools.bench.startup import Startup

OUT: Final = Path(__file__).parent / "out"


class Benchmark(Protocol):
    """`prepare` runs once, `measure` once a round; its figures are named with their units."""

    name: str

    def prepare(self) -> None: ...

    def measure(self, round_number: int) -> Figures: ...


def make_sequential(folder: Path, is_long: bool) -> Benchmark:
    return Sequential(folder, counts=(100, 1000, 5000, 20_000)) if is_long else Sequential(folder)


BENCHMARKS: Final[dict[str, Callable[[Path, bool], Benchmark]]] = {
    "sequential": make_sequential,
    "cold-replay": lambda folder, _: ColdReplay(folder),
    "sandbox": lambda _, __: Sandbox(),
    "startup": lambda folder, _: Startup(folder),
}


def run_rounds(benchmarks: Sequence[Benchmark], rounds: int, out: Path) -> dict[str, list[Figures]]:
    """Measure all benchmarks in turn, `rounds` times over; keep every round in `out`."""
    figures: dict[str, list[Figures]] = {benchmark.name: [] for benchmark in benchmarks}
    for benchmark in benchmarks:
        benchmark.prepare()
    with out.open("a", encoding="utf-8") as lines:
        for number in range(rounds):
            for benchmark in benchmarks:
                measured = benchmark.measure(number)
                figures[benchmark.name].append(measured)
                row = {"bench": benchmark.name, "round": number, "python": platform.python_version(), **measured}
                lines.write(json.dumps(row) + "\n")
    return figures


def find_medians(rounds: Sequence[Figures]) -> dict[str, tuple[float, float, float]]:
    """Return the median, the least and the greatest of each figure."""
    return {
        name: (statistics.median(values), min(values), max(values))
        for name in rounds[0]
        for values in [[measured[name] for measured in rounds]]
    }


def print_table(figures: dict[str, list[Figures]]) -> None:
    print(f"{'':<46} {'median':>12} {'least':>12} {'greatest':>12}")
    for bench, rounds in figures.items():
        for name, values in find_medians(rounds).items():
            print(f"{bench + ': ' + name:<46}", *(f"{_short(value):>12}" for value in values))


def _short(value: float) -> str:
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description="Measure the VM.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument("--rounds", type=int, default=5, help="medians are taken over these (default: 5)")
    parser.add_argument("--long", action="store_true", help="sequential: 20,000 steps as well")
    options = parser.parse_args(argv)
    names = options.names or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"there is no benchmark {unknown[0]}")
    OUT.mkdir(exist_ok=True)
    out = OUT / f"{time.strftime('%Y%m%d-%H%M%S')}.jsonl"
    with tempfile.TemporaryDirectory(dir=OUT) as folder:  # the system's may be memory, where a commit costs nothing
        benchmarks = [BENCHMARKS[name](Path(folder), options.long) for name in names]
        print_table(run_rounds(benchmarks, options.rounds, out))
    print(f"the rounds: {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
