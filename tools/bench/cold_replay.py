"""`cold-replay`: a finished run from disk, verified event by event against its own code."""

from __future__ import annotations

import time
from pathlib import Path

from tools.bench.programs import run_sequential
from tools.bench.sequential import Figures
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
        run_sequential(self._path, self._steps, run_id=RUN_ID)

    def measure(self, round_number: int) -> Figures:
        world = open_world(f"sqlite:{self._path}", create=False)
        try:
            began = time.perf_counter()
            record = world.get_run(RUN_ID)
            verifier = Verifier(ProgramCache(world).load(record.bundle, record.workflow), RUN_ID)
            first_s = 0.0
            for row in world.read_journal(RUN_ID):
                commands = verifier.take(row.position, row.body, row.hash)
                if commands and not first_s:
                    first_s = time.perf_counter() - began
            verifier.finish()
            took_s = time.perf_counter() - began
        finally:
            world.close()
        return {
            f"events/s at {self._steps} steps": record.head / took_s,
            "ms to the first command": first_s * 1000,
            "ms for the whole replay": took_s * 1000,
        }
