"""`peers`: the same work on ours and on each peer, one after the other in every round."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tools.bench.benchmark import Figures
from tools.bench.peers.environments import DBOS, HERE, VERCEL, Environment
from tools.bench.processes import do_work, run_python


class Work(NamedTuple):
    """A piece of work, and what it is counted in."""

    name: str
    size: int
    unit: str


class Peer(NamedTuple):
    """A peer as it is set up, and the work that it ends within minutes."""

    name: str
    environment: Environment
    call: Sequence[str]  # arguments of its Python, before those that name the work
    setting: Sequence[str]
    works: Sequence[Work]


SEQUENTIAL: Final = [Work("sequential", size, "step") for size in (100, 500, 1000)]
FAN_OUT: Final = [Work("fanout", size, "step") for size in (100, 1000)]
MANY: Final = [Work("many-runs", 200, "run")]
_DBOS_CALL: Final = (str(HERE / "dbos_work.py"),)
_VERCEL_CALL: Final = ("-c", "import vercel_work; vercel_work.main()")

PEERS: Final = (
    Peer("DBOS as shipped", DBOS, _DBOS_CALL, ("shipped",), [*SEQUENTIAL, *FAN_OUT, *MANY]),
    Peer("DBOS with WAL and FULL", DBOS, _DBOS_CALL, ("wal",), [*SEQUENTIAL, *FAN_OUT, *MANY]),
    Peer("Vercel's Python SDK", VERCEL, _VERCEL_CALL, (), [*SEQUENTIAL[:2], FAN_OUT[0], *MANY]),
)


class Peers:
    """Each piece of work on ours, then on every peer that ends it. Start-up and the first run are not counted."""

    name = "peers"

    def __init__(self, folder: Path, peers: Sequence[Peer] = PEERS, measure_ours: Callable[..., Figures] = do_work):
        self._folder = folder
        self._peers = peers
        self._measure_ours = measure_ours

    def prepare(self) -> None:
        for peer in self._peers:
            peer.environment.make()

    def measure(self, round_number: int) -> Figures:
        figures: Figures = {}
        for work in dict.fromkeys(work for peer in self._peers for work in peer.works):
            ours_ms = self._measure_ours(work.name, work.size, self._folder)["seconds"] / work.size * 1000
            figures[f"ours, {work.name}: ms per {work.unit} at {work.size}"] = ours_ms
            for peer in self._peers:
                if work in peer.works:
                    theirs_ms = self._measure(peer, work) / work.size * 1000
                    figures[f"{peer.name}, {work.name}: ms per {work.unit} at {work.size}"] = theirs_ms
                    figures[f"{peer.name}, {work.name}: times ours at {work.size}"] = theirs_ms / ours_ms
        return figures

    def _measure(self, peer: Peer, work: Work) -> float:
        with tempfile.TemporaryDirectory(dir=self._folder, ignore_cleanup_errors=True) as folder:
            arguments = [*peer.call, work.name, str(work.size), folder, *peer.setting]
            return run_python(str(peer.environment.python), arguments, HERE)["seconds"]
