"""Replaying many stored runs against one file, on all cores."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from vm.core.lifecycle import RunStatus
from vm.face.cli.proofs import Proof, prove_run
from vm.sandbox.bundle import Bundle
from vm.sandbox.discovery import discover

if TYPE_CHECKING:
    from vm.core.program import Program
    from world.interface import World
    from world.records import RunRecord

FEWEST: Final = 100  # runs below which other processes are not worth their start
CHUNK: Final = 20  # runs that a process takes at once

Notice = Callable[[int, int], object]
"""Told how many runs were replayed, of how many."""


def find_runs(world: World, bundle: Bundle, which: str) -> list[RunRecord]:
    """Return the stored runs of the workflows that a bundle's entry file declares: `open` ones, or `all`."""
    own = [id for id, declared in discover(bundle).workflows.items() if declared.file == bundle.entry]
    statuses = (RunStatus.PENDING, RunStatus.RUNNING) if which == "open" else (None,)
    return [run for id in own for status in statuses for run in world.list_runs(status=status, workflow=id)]


def prove_runs(
    world: World, url: str | None, bundle: Bundle, records: Sequence[RunRecord], notice: Notice = lambda _, __: None
) -> Iterator[Proof]:
    """Replay runs against a bundle, in order. Many are shared between processes, which open the world at `url`.

    Without a `url`, or with one core, this process does it all.
    """
    workers = min(os.cpu_count() or 1, 1 + len(records) // CHUNK)
    if url is None or workers < 2 or len(records) < FEWEST:
        found = _prove(_Prover(world, bundle), records)
    else:
        found = _share(url, bundle, [record.run_id for record in records], workers)
    for number, proof in enumerate(found, 1):
        notice(number, len(records))
        yield proof


@dataclass(slots=True)
class _Prover:
    """What one process replays with: programs are made once for all runs that were started alike."""

    world: World
    bundle: Bundle
    programs: dict[tuple[str, str | None, str], Program] = field(default_factory=dict)


def _prove(prover: _Prover, records: Iterable[RunRecord]) -> Iterator[Proof]:
    for record in records:
        yield prove_run(prover.world, prover.bundle, record, prover.programs)


# ---- in processes of their own

_prover: _Prover | None = None  # of this process, when it is one of those


def _share(url: str, bundle: Bundle, run_ids: Sequence[str], workers: int) -> Iterator[Proof]:
    chunks = [run_ids[start : start + CHUNK] for start in range(0, len(run_ids), CHUNK)]
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=partial(_set_up, url, bundle.to_bytes()))
    try:
        for proofs in pool.map(_prove_chunk, chunks):
            yield from proofs
    finally:
        pool.shutdown(cancel_futures=True)


def _set_up(url: str, bundle: bytes) -> None:
    from vm.face.wiring import open_world

    global _prover
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    _prover = _Prover(open_world(url, create=False, readonly=True), Bundle.from_bytes(bundle))


def _prove_chunk(run_ids: Sequence[str]) -> list[Proof]:
    assert _prover is not None, "it was set up"
    return list(_prove(_prover, map(_prover.world.get_run, run_ids)))
