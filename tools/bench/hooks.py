"""`hooks`: how long it takes from sending a payload to the commit of what the body does about it."""

from __future__ import annotations

from pathlib import Path

from tools.bench.benchmark import Figures
from tools.bench.processes import do_work


class Hooks:
    name = "hooks"

    def __init__(self, folder: Path, *, payloads: int = 300) -> None:
        self._folder = folder
        self._payloads = payloads

    def prepare(self) -> None:
        """Nothing: each process warms itself up."""

    def measure(self, round_number: int) -> Figures:
        done = do_work("hooks", self._payloads, self._folder)
        return {"ms from resume to the next command, p50": done["p50 ms"], "p99": done["p99 ms"]}
