"""Which runs leave memory when too many wait."""

from __future__ import annotations

from typing import Any, cast

from vm.host.budget import Budget


class FakeRun:
    def __init__(self, name: str, size_bytes: int = 1) -> None:
        self.name = name
        self.size_bytes = size_bytes


def make(count: int, size_bytes: int = 1) -> list[Any]:
    return [cast(Any, FakeRun(f"r{number}", size_bytes)) for number in range(count)]


def names(runs: list[Any]) -> list[str]:
    return [run.name for run in runs]


def test_within_the_budget_nobody_has_to_go() -> None:
    budget = Budget(3, 100)
    for run in make(3):
        budget.park(run)
    assert budget.find_excess() == []
    assert len(budget) == 3


def test_those_that_moved_the_longest_time_ago_go_first_and_some_slack_is_made() -> None:
    budget, runs = Budget(20, 10_000), make(21)
    for run in runs:
        budget.park(run)
    budget.park(runs[0])
    assert names(budget.find_excess()) == ["r1", "r2", "r3"]


def test_bytes_count_too() -> None:
    budget, runs = Budget(100, 1000), make(11, 100)
    for run in runs:
        budget.park(run)
    assert names(budget.find_excess()) == ["r0", "r1"]


def test_run_that_moves_is_not_parked_and_one_that_grew_counts_as_it_is_now() -> None:
    budget, (run, *others) = Budget(100, 1000), make(10, 100)
    for one in (run, *others):
        budget.park(one)
    budget.unpark(run)
    budget.unpark(run)
    assert run not in budget
    run.size_bytes = 101
    budget.park(run)
    assert names(budget.find_excess()) == ["r1", "r2"]


def test_no_budget_at_all_evicts_everybody_that_waits() -> None:
    budget, runs = Budget(0, 0), make(3)
    for run in runs:
        budget.park(run)
    assert budget.find_excess() == runs
