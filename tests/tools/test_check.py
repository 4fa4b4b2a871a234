"""The gates' own arithmetic."""

from __future__ import annotations

from typing import Any

from tools.check import find_misses


def make_report(**files: tuple[int, int, int, int]) -> dict[str, Any]:
    names = ("covered_lines", "num_statements", "covered_branches", "num_branches")
    return {
        "files": {
            file.replace("__", "/") + ".py": {"summary": dict(zip(names, numbers, strict=True))}
            for file, numbers in files.items()
        }
    }


def test_find_misses_is_content_when_a_folder_reaches_its_floor() -> None:
    assert list(find_misses(make_report(vm__core__a=(95, 100, 0, 0)), {"vm/core": 95.0})) == []


def test_find_misses_counts_branches_that_were_not_taken() -> None:
    report = make_report(vm__core__a=(100, 100, 10, 20))
    assert list(find_misses(report, {"vm/core": 95.0})) == ["coverage of vm/core is 91.7 %, below 95 %"]


def test_find_misses_judges_each_folder_alone() -> None:
    report = make_report(vm__core__a=(50, 100, 0, 0), world__a=(1000, 1000, 0, 0))
    assert len(list(find_misses(report, {"vm/core": 95.0, "world": 95.0}))) == 1


def test_find_misses_does_not_take_an_unmeasured_folder_for_covered() -> None:
    assert list(find_misses(make_report(), {"world": 95.0}))
