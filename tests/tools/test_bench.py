"""The benchmarks do what they measure, at sizes that cost nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.bench.__main__ import find_medians, main, run_rounds
from tools.bench.cold_replay import ColdReplay
from tools.bench.floor import measure_commits_per_s
from tools.bench.kernels import KERNELS
from tools.bench.sandbox import Sandbox
from tools.bench.sequential import Sequential
from tools.bench.startup import _self_times_us


def test_rounds_take_turns_and_are_kept(tmp_path: Path) -> None:
    out = tmp_path / "rounds.jsonl"
    benchmarks = [Sequential(tmp_path, counts=(2, 4)), ColdReplay(tmp_path, steps=5)]
    figures = run_rounds(benchmarks, 2, out)
    names = [line.split('"')[3] for line in out.read_text().splitlines()]
    assert names == ["sequential", "cold-replay"] * 2
    assert all(value > 0 for rounds in figures.values() for measured in rounds for value in measured.values())


def test_floor_counts_commits(tmp_path: Path) -> None:
    assert measure_commits_per_s(tmp_path, commits=3, synchronous="NORMAL") > 0


def test_sandbox_is_measured_by_every_kernel() -> None:
    figures = Sandbox(turns=20, repeats=1).measure(0)
    assert len(figures) == len(KERNELS) + 1
    assert all(value > 0 for value in figures.values())


def test_find_medians_gives_median_least_and_greatest() -> None:
    assert find_medians([{"a": 3.0}, {"a": 1.0}, {"a": 2.0}]) == {"a": (2.0, 1.0, 3.0)}


def test_import_times_are_those_of_each_module_alone() -> None:
    trace = "import time: self [us] | cumulative | imported package\nimport time:   12 |   30 | os\nother\n"
    assert _self_times_us(trace) == [12]


def test_bench_refuses_a_name_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nonsense"])
    assert "there is no benchmark nonsense" in capsys.readouterr().err
