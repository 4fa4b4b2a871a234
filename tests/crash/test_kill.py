"""Real SIGKILL, at random moments and behind random commits: small counts of what `make nightly` does at length."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.crash import Round, RoundFailed, run_rounds
from tools.kills import run_kills

pytestmark = pytest.mark.acceptance


def test_killed_runs_complete_with_the_unkilled_result_and_one_result_a_step(tmp_path: Path) -> None:
    reports = run_rounds(tmp_path, rounds=3, kills_per_run=2, steps=100, seed=1)
    assert len(reports) == 3
    assert sum(report.kills for report in reports) > 0


def test_killed_examples_come_to_what_nobody_killed_comes_to(tmp_path: Path) -> None:
    assert run_kills(tmp_path, count=30, seed=1).total() == 30


def test_round_notices_a_step_that_ran_without_a_record(tmp_path: Path) -> None:
    crash = Round(tmp_path, 3)
    crash.finish()
    with crash.side_file.open("a") as file:
        file.write("1 1\n")
    with pytest.raises(RoundFailed, match="step_2 ran 2 times, in 1 recorded attempts"):
        crash.check()
