"""The memory world keeps the contract."""

import pytest

from world.contract.making import MakeWorld, create
from world.contract.suite import WorldContract
from world.interface import World
from world.memory import MemoryWorld


class TestMemoryWorld(WorldContract):
    @pytest.fixture
    def make_world(self) -> MakeWorld:
        return MemoryWorld

    def test_memory_world_counts_its_commits_and_stamps_them(self) -> None:
        world = MemoryWorld()
        create(world)
        assert (world.commits, world.change_stamp()) == (1, 1)

    def test_memory_world_keeps_its_runs_when_it_is_closed(self, world: World) -> None:
        create(world)
        world.close()
        assert world.unfinished_runs() == ["r"]
