"""Every example, killed behind each of its commits in turn."""

from __future__ import annotations

import pytest

from tools.kills import CALLS, EXAMPLES
from vm.face.wiring import open_world
from vm.testing import PromiseBroken, crash_everywhere
from vm.testing.mortal import Killed, MortalWorld


@pytest.mark.parametrize("name", sorted(CALLS))
def test_example_comes_to_the_same_wherever_it_is_killed(name: str) -> None:
    report = crash_everywhere(EXAMPLES / f"{name}.py", **CALLS[name])
    assert report.deaths > 3
    assert report.ending.end.startswith("completed")


def test_every_example_is_killed_somewhere() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.py")} - {"__init__", "flaky_server"} == set(CALLS)


def test_step_that_counts_its_runs_is_found_out() -> None:
    source = """
runs = []

async def main():
    "use workflow"
    return [await count(), await count()]

async def count():
    "use step"
    runs.append(1)
    return len(runs)
"""
    with pytest.raises(PromiseBroken, match="dying behind commit"):
        crash_everywhere(source)


def test_dead_process_commits_no_more() -> None:
    world = MortalWorld(open_world("memory:"), 0)
    with pytest.raises(Killed):
        world.list_runs()
