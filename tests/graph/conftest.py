"""Both engines behind one fixture. On the VM every run of a test has to replay, byte for byte, when it is over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from vm.core.verify import verify
from vm.graph import LocalEngine, VMEngine


@pytest.fixture(params=["local", "vm"])
async def engine(request: pytest.FixtureRequest) -> AsyncIterator[Any]:
    """An engine: the same test runs on both."""
    if request.param == "local":
        yield LocalEngine()
        return
    async with VMEngine("memory:") as engine:
        yield engine
        assert_replays(engine)


def assert_replays(engine: VMEngine) -> None:
    """Replay every run of an engine's world against what is stored."""
    world = engine.vm.world
    for record in world.list_runs():
        rows = [(row.position, row.body, row.hash) for row in world.read_journal(record.run_id)]
        program = engine.vm.programs.load(record.bundle, record.workflow)
        replay, journal = verify(program, record.run_id, rows)
        assert journal.position == record.head
        replay.close()
