"""What `crash_everywhere` is made of: driving a run, and looking at what it has come to."""

from __future__ import annotations

import pytest
import trio

from vm.face.wiring import open_world
from vm.testing.crashes import Case, Ending, PromiseBroken, describe_difference, drive, look
from vm.testing.mortal import MortalWorld, is_killed
from world.interface import World

SOURCE = """
async def main():
    "use workflow"
    return [await one(1), await one(2)]

async def one(number):
    "use step"
    return number
"""
CASE = Case(SOURCE)


def drive_until_death(world: World, lives: int) -> None:
    with pytest.raises(BaseException) as caught:
        trio.run(drive, CASE, MortalWorld(world, lives))
    assert is_killed(caught.value)


def test_run_that_nobody_finished_is_a_broken_promise() -> None:
    world = open_world("memory:")
    drive_until_death(world, 2)
    with pytest.raises(PromiseBroken, match="dying behind commit 2: the run is running, with 0 ends"):
        look(world, 2)


def test_run_that_another_process_finished_has_each_result_once() -> None:
    world = open_world("memory:")
    drive_until_death(world, 2)
    trio.run(drive, CASE, MortalWorld(world))
    found = look(world, 2)
    assert (found.end, dict(found.steps)) == ("completed: [1,2]", {"step_1": "1", "step_2": "2"})


def test_difference_of_endings_is_named() -> None:
    expected = Ending("completed: 1", {"step_1": "1"})
    assert describe_difference(expected, Ending("failed: x", {})) == "it ended failed: x, undisturbed completed: 1"
    assert describe_difference(expected, Ending("completed: 1", {})) == "step_1 has the result None, undisturbed 1"
