"""The SQLite world keeps the contract."""

import itertools
from pathlib import Path

import pytest

from world.contract.making import MakeWorld
from world.contract.suite import WorldContract
from world.sqlite import SqliteWorld


class TestSqliteWorld(WorldContract):
    @pytest.fixture
    def make_world(self, tmp_path: Path) -> MakeWorld:
        names = itertools.count()
        return lambda: SqliteWorld(tmp_path / f"{next(names)}.db", synchronous="OFF")
