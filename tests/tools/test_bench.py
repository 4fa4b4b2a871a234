"""The benchmarks do what they measure, at sizes that cost nothing."""

from __future__ import annotations

import builtins
import hashlib
import io
import json
import sys
from pathlib import Path

import pytest
from rich.console import Console

from tools.bench.__main__ import BENCHMARKS, main
from tools.bench.aims import AIMS
from tools.bench.cold_replay import ColdReplay
from tools.bench.fanout import FanOut
from tools.bench.fixed import LINES, Fixed, make_source
from tools.bench.floor import measure_commits_per_s
from tools.bench.hooks import Hooks
from tools.bench.journal_size import JournalSize
from tools.bench.kernels import KERNELS
from tools.bench.many_runs import ManyRuns
from tools.bench.peers.environments import Environment
from tools.bench.peers.peers import Peer, Peers, Work
from tools.bench.rounds import by_size, read_rounds, run_rounds, summarize
from tools.bench.sandbox import Sandbox, _open, make_kernel
from tools.bench.sequential import Sequential
from tools.bench.sleepers import Sleepers
from tools.bench.startup import _self_times_us
from tools.bench.table import make_table
from tools.bench.threads import Threads
from tools.bench.timers import Timers
from tools.bench.worker import Worker
from vm.core.fuel import FUEL_PER_ADVANCE


def test_rounds_take_turns_and_are_kept(tmp_path: Path) -> None:
    out = tmp_path / "rounds.jsonl"
    benchmarks = [JournalSize(tmp_path, steps=3), ColdReplay(tmp_path, steps=5)]
    figures = run_rounds(benchmarks, 2, out)
    names = [line.split('"')[3] for line in out.read_text().splitlines()]
    assert names == ["journal-size", "cold-replay"] * 2
    assert all(figures[name][0] for name in figures)
    assert read_rounds([out]) == figures


@pytest.mark.acceptance
def test_every_kind_of_work_is_done_in_a_process_of_its_own(tmp_path: Path) -> None:
    benchmarks = [
        Sequential(tmp_path, counts=(2,), synchronous="NORMAL"),
        FanOut(tmp_path, counts=(3,)),
        ManyRuns(tmp_path, counts=(3,)),
        Threads(tmp_path, steps=2),
        Timers(tmp_path, sleeps=2),
        Worker(tmp_path, starts=2, parked=2, idle_s=0.1),
        Sleepers(tmp_path, runs=3),
        Hooks(tmp_path, payloads=3),
    ]
    figures = run_rounds(benchmarks, 1, tmp_path / "rounds.jsonl")
    assert list(figures) == [benchmark.name for benchmark in benchmarks]
    assert all(measured for rounds in figures.values() for measured in rounds)


def test_peers_do_the_same_work_as_ours_one_after_the_other(tmp_path: Path) -> None:
    class ThisPython(Environment):
        python = Path(sys.executable)

    work = Work("sequential", 10, "step")
    call = ("-c", 'import sys; print(sys.argv[1:]); print("{\\"seconds\\": 4.0}")')
    peers = Peers(
        tmp_path,
        [Peer("other", ThisPython("other", "1"), call, ("fast",), [work])],
        measure_ours=lambda *_: {"seconds": 2.0},
    )
    peers.prepare()
    assert peers.measure(0) == {
        "ours, sequential: ms per step at 10": 200.0,
        "other, sequential: ms per step at 10": 400.0,
        "other, sequential: times ours at 10": 2.0,
    }


def test_every_aim_is_of_a_benchmark_that_there_is() -> None:
    assert {aim.bench for aim in AIMS} <= BENCHMARKS.keys()


def test_table_shows_whether_aims_are_met() -> None:
    console = Console(width=160, record=True, file=io.StringIO())
    console.print(make_table({"timers": [{"ms late, p99": 1.0}, {"ms late, p99": 3.0}]}))
    shown = console.export_text()
    assert "ms late, p99" in shown
    assert "2.00" in shown
    assert "at most 20" in shown


def test_figures_of_one_name_are_found_by_size() -> None:
    spreads = summarize([{"steps/s at 10": 1.0, "steps/s at 100": 2.0, "steps/s": 3.0, "runs/s at 10": 4.0}])
    assert {size: spread.median for size, spread in by_size(spreads, "steps/s").items()} == {10: 1.0, 100: 2.0}


def test_report_says_what_was_measured_and_draws_the_laws(tmp_path: Path) -> None:
    report = pytest.importorskip("tools.bench.report")
    rounds = {"fanout": [{"steps/s at 10000": 9000.0, "peak RSS MB at 10000": 500.0}]}
    text = report.write_report(rounds, tmp_path).read_text()
    assert "| fanout | steps/s at 10000 | at least 8,000 | 9,000 | met |" in text
    assert "| fanout | peak RSS MB at 10000 | at most 400 | 500 | **missed** |" in text
    assert "![fan out](charts/fan-out.svg)" in text
    assert {path.name for path in (tmp_path / "charts").iterdir()} == {"fan-out.svg", "memory.svg"}


def test_floor_counts_commits(tmp_path: Path) -> None:
    assert measure_commits_per_s(tmp_path, commits=3, synchronous="NORMAL") > 0


def test_sandbox_is_measured_by_every_kernel() -> None:
    figures = Sandbox(turns=20, repeats=1).measure(0)
    assert len(figures) == len(KERNELS) + 2
    assert all(value > 0 for value in figures.values())
    assert "__builtins__" not in vars(builtins)  # where dataclasses makes functions of a class without a module


def test_summary_gives_median_least_and_greatest() -> None:
    assert summarize([{"a": 3.0}, {"a": 1.0}, {"a": 2.0}]) == {"a": (2.0, 1.0, 3.0)}


def test_import_times_are_those_of_each_module_alone() -> None:
    trace = "import time: self [us] | cumulative | imported package\nimport time:   12 |   30 | os\nother\n"
    assert _self_times_us(trace) == [12]


def test_bench_refuses_a_name_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nonsense"])
    assert "there is no benchmark nonsense" in capsys.readouterr().err


def test_fixed_costs_are_of_a_file_of_two_hundred_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VM_CACHE", "")
    Fixed(tmp_path / "other", repeats=1).prepare()
    fixed = Fixed(tmp_path / "own", repeats=1)  # finds what it needs in its own folder, whatever was compiled before
    fixed.prepare()
    assert LINES <= make_source().count("\n") < LINES + 10
    assert all(value > 0 for value in fixed.measure(0).values())


def test_kernels_use_the_fuel_that_is_written_here() -> None:
    """The same on every Python. Whoever changes it changes the semantics of runs in flight: raise POLICY_VERSION."""
    used = {}
    for name, body in KERNELS.items():
        main, context = _open(make_kernel(body))
        with pytest.raises(StopIteration):
            main(1000).send(None)
        used[name] = FUEL_PER_ADVANCE - context.fuel.left
    digest = hashlib.sha256(json.dumps(used, sort_keys=True).encode()).hexdigest()
    assert (sum(used.values()), digest[:16]) == (161404, "29e110f3df2e5a8f")
