"""Measure and print medians: `python -m tools.bench [NAME ...] [--rounds N] [--write] [--from FILE ...]`.

The raw rounds go to `tools/bench/out/` as JSON lines. `--write` makes `tools/bench/RESULTS.md` and its charts of
them; with `--from` nothing is measured, and the rounds are those of earlier measurements.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console

from tools.bench.benchmark import OUT, Benchmark
from tools.bench.cold_replay import ColdReplay
from tools.bench.fanout import FanOut
from tools.bench.fixed import Fixed
from tools.bench.graphs import Graphs
from tools.bench.hooks import Hooks
from tools.bench.journal_size import JournalSize
from tools.bench.many_runs import ManyRuns
from tools.bench.peers.peers import Peers
from tools.bench.rounds import Rounds, read_rounds, run_rounds
from tools.bench.sandbox import Sandbox
from tools.bench.sequential import Sequential
from tools.bench.sleepers import Sleepers
from tools.bench.startup import Startup
from tools.bench.table import make_table
from tools.bench.threads import Threads
from tools.bench.timers import Timers
from tools.bench.worker import Worker

BENCHMARKS: Final[dict[str, Callable[[Path], Benchmark]]] = {
    "sequential": Sequential,
    "sequential-normal": lambda folder: Sequential(folder, counts=(100, 1000, 5000), synchronous="NORMAL"),
    "fanout": FanOut,
    "many-runs": ManyRuns,
    "threads": Threads,
    "cold-replay": ColdReplay,
    "sleepers": Sleepers,
    "timers": Timers,
    "hooks": Hooks,
    "graph": Graphs,
    "worker": Worker,
    "sandbox": lambda _: Sandbox(),
    "sandbox-fixed": Fixed,
    "startup": Startup,
    "journal-size": JournalSize,
    "peers": Peers,
}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description="Measure the VM.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument("--rounds", type=int, default=5, help="medians are taken over these (default: 5)")
    parser.add_argument("--write", action="store_true", help="write RESULTS.md and its charts")
    parser.add_argument("--from", dest="files", nargs="+", type=Path, metavar="FILE", help="rounds measured before")
    options = parser.parse_args(argv)
    if unknown := [name for name in options.names if name not in BENCHMARKS]:
        parser.error(f"there is no benchmark {unknown[0]}")
    rounds = read_rounds(options.files) if options.files else measure(options.names or list(BENCHMARKS), options.rounds)
    Console().print(make_table(rounds))
    if options.write:
        from tools.bench.report import write_report  # draws charts, for which not everybody has the library

        print(f"written: {write_report(rounds)}")
    return 0


def measure(names: Sequence[str], rounds: int) -> Rounds:
    OUT.mkdir(exist_ok=True)
    out = OUT / f"{time.strftime('%Y%m%d-%H%M%S')}.jsonl"
    with tempfile.TemporaryDirectory(dir=OUT) as folder:  # the system's may be memory, where a commit costs nothing
        benchmarks = [BENCHMARKS[name](Path(folder)) for name in names]
        measured = run_rounds(benchmarks, rounds, out, say=lambda text: print(text, file=sys.stderr, flush=True))
    print(f"the rounds: {out}")
    return measured


if __name__ == "__main__":
    sys.exit(main())
