"""What a run costs in transactions, counted at the database."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from vm import open_vm
from world.sqlite import SqliteWorld

SOURCE = """
from vm import gather

async def steps_in_a_row(n: int) -> int:
    "use workflow"
    total = 0
    for i in range(n):
        total = await add(total, i)
    return total

async def side_by_side(n: int) -> int:
    "use workflow"
    return sum(await gather(*[add(i, 1) for i in range(n)]))

async def add(a: int, b: int) -> int:
    "use step"
    return a + b
"""


class Counter:
    """Counts the COMMITs that SQLite itself reports."""

    def __init__(self, world: SqliteWorld) -> None:
        self.commits = 0
        raw: sqlite3.Connection = world._connection.raw
        raw.set_trace_callback(self._see)

    def _see(self, statement: str) -> None:
        self.commits += statement.strip().upper().startswith("COMMIT")


async def run_counted(path: Path, workflow: str, n: int) -> tuple[Any, int]:
    world = SqliteWorld(path, synchronous="FULL")
    counter = Counter(world)
    async with open_vm(world=world) as vm:
        result = await (await vm.start_with(SOURCE, [n], workflow=workflow)).result()
    world.close()
    return result, counter.commits


@pytest.mark.parametrize("n", [0, 1, 10, 200])
async def test_n_steps_in_a_row_take_at_most_n_and_three_transactions(tmp_path: Path, n: int) -> None:
    result, commits = await run_counted(tmp_path / "world.db", "steps_in_a_row", n)
    assert result == sum(range(n))
    assert n < commits <= n + 3


async def test_steps_side_by_side_share_transactions(tmp_path: Path) -> None:
    result, commits = await run_counted(tmp_path / "world.db", "side_by_side", 500)
    assert result == sum(range(500)) + 500
    assert commits < 100
