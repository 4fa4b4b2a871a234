"""Bringing a stored run back into memory: its journal is replayed, in slices that let other runs go on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import Final

import trio

from vm.core.journal import Journal
from vm.core.state import RunState
from vm.core.verify import Verifier
from vm.host.lanes import Lanes
from world.interface import World
from world.records import JournalRow

REPLAY_SLICE: Final = 512  # journal rows between two looks at the loop


async def replay_run(world: World, run_id: str, verifier: Verifier, lanes: Lanes) -> tuple[RunState, Journal]:
    """Feed a run's stored journal to `verifier`. Raises as that does."""
    rows = iter(world.read_journal(run_id))
    while part := tuple(islice(rows, REPLAY_SLICE)):
        await lanes.call(partial(_take, verifier, part))
        await trio.lowlevel.checkpoint()
    return verifier.finish()


def _take(verifier: Verifier, rows: Sequence[JournalRow]) -> None:
    for row in rows:
        verifier.take(row.position, row.body, row.hash)
