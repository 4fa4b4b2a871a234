"""Drives an example to its end on a real file and virtual time, and proves that its journal replays."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from vm import open_vm
from vm.core.events import Event
from vm.core.verify import verify
from vm.host.clock import VirtualClock
from vm.host.programs import ProgramCache

EXAMPLES = Path(__file__).resolve().parents[2] / "vm" / "examples"


class Driven(NamedTuple):
    output: Any
    events: list[Event]

    def types(self) -> list[str]:
        return [event.type for event in self.events]

    def days(self) -> float:
        """How long the run lasted, by its own clock."""
        return (self.events[-1].at_ms - self.events[0].at_ms) / 86_400_000


Drive = Callable[..., Awaitable[Driven]]


@pytest.fixture
def drive(tmp_path: Path) -> Drive:
    """Return `drive(name, *args, **kwargs)`, which runs an example and replays what it left."""

    async def drive(name: str, *args: Any, **kwargs: Any) -> Driven:
        async with open_vm(f"sqlite:{tmp_path / 'world.db'}", clock=VirtualClock()) as vm:
            run = await vm.start(EXAMPLES / f"{name}.py", *args, **kwargs)
            output = await run.result()
            record = run.record()
            rows = [(row.position, row.body, row.hash) for row in vm.world.read_journal(run.run_id)]
            _, journal = verify(ProgramCache(vm.world).load(record.bundle, record.workflow), run.run_id, rows)
            assert journal.head_hash == record.head_hash
            return Driven(output, run.events())

    return drive
