"""`cold-replay`: a finished run from disk, verified event by event against its own code."""

from __future__ import annotations

import time
from itertools import islice
from pathlib import Path

import trio

from tools.bench.benchmark import Figures
from tools.bench.programs import WORKFLOWS
from vm import open_vm
from vm.core.verify import Verifier
from vm.face.wiring import open_world
from vm.host.programs import ProgramCache

RUN_ID = "replayed"


class ColdReplay:
    """One long run, replayed in each round with its world opened and its bundle compiled anew."""

    name = "cold-replay"

    def __init__(self, folder: Path, *, steps: int = 10_000) -> None:
        self._path = folder / "cold.db"
        self._steps = steps

    def prepare(self) -> None:
        async def run() -> None:
            async with open_vm(f"sqlite:{self._path}") as vm:
                started = await vm.start_with(WORKFLOWS, [self._steps], workflow="sequential", run_id=RUN_ID)
                await started.result()

        trio.run(run)

    def measure(self, round_number: int) -> Figures:
        world = open_world(f"sqlite:{self._path}", create=False)
        try:
            began = time.perf_counter()
            record = world.get_run(RUN_ID)
            verifier = Verifier(ProgramCache(world).load(record.bundle, record.workflow), RUN_ID)
            rows = world.read_journal(RUN_ID)
            while not verifier.take_all(islice(rows, 1)):
                pass
            first_s = time.perf_counter() - began
            verifier.take_all(rows)
            verifier.finish()
            took_s = time.perf_counter() - began
        finally:
            world.close()
        return {
            f"events/s at {self._steps}": record.head / took_s,
            "ms to the first command": first_s * 1000,
            "ms for the whole replay": took_s * 1000,
        }
