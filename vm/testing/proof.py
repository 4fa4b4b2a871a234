"""Proving that a run replays elsewhere: in other processes, with other hash seeds, under other Pythons."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vm.core.verify import verify
from vm.face.exports import dump_run
from vm.host.programs import ProgramCache
from vm.testing.pythons import VERSIONS, find_interpreter, python_path
from world.interface import World

HASH_SEEDS: Final = ("0", "1", "4242")


class DoesNotReplay(AssertionError):
    """A run's journal came out otherwise in another process. The text says where, and what differed."""


@dataclass(frozen=True, slots=True)
class _Place:
    python: str
    hash_seed: str

    def __str__(self) -> str:
        return f"{self.python} with PYTHONHASHSEED={self.hash_seed}"


def is_replayed(world: World, run_id: str) -> bool:
    """Replay a run in this process; say whether that comes to the hash that its world has.

    Raises:
        DivergenceError, JournalCorrupt: It cannot even be replayed.
    """
    record = world.get_run(run_id)
    rows = [(row.position, row.body, row.hash) for row in world.read_journal(run_id)]
    _, journal = verify(ProgramCache(world).load(record.bundle, record.workflow), run_id, rows)
    return journal.head_hash == record.head_hash


def assert_replays(
    world: World, run_id: str, *, hash_seeds: Sequence[str] = HASH_SEEDS, pythons: Sequence[str] | None = None
) -> list[str]:
    """Replay a run's journal in processes of their own, and return where that was done.

    In each of `hash_seeds`, and under each of `pythons` (paths of interpreters; default: this one, and one of each
    other version that is found: `$PYTHON312`, on PATH, or pyenv's, if it can use this one's packages).

    Raises:
        DoesNotReplay: One of them came to another journal.
        RunNotFound: There is no such run.
    """
    chosen = [sys.executable, *_other_pythons()] if pythons is None else list(pythons)
    places = [_Place(sys.executable, seed) for seed in hash_seeds]
    places += [_Place(python, hash_seeds[0]) for python in chosen if python != sys.executable]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "run.export")
        file.write_text("".join(dump_run(world, run_id)), encoding="utf-8")
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            answers = list(pool.map(functools.partial(_replay, file), places))
    expected = world.get_run(run_id).head_hash.hex()
    for place, answer in zip(places, answers, strict=True):
        if answer != expected:
            raise DoesNotReplay(f"run {run_id} does not replay under {place}: {answer}")
    return [str(place) for place in places]


def _replay(file: Path, place: _Place) -> str:
    """Return the hash of the journal as it comes out in a place, or what went wrong."""
    done = subprocess.run(
        [place.python, "-m", "vm", "replay", "--journal", str(file), "--json"],
        env={**os.environ, "PYTHONPATH": python_path(), "PYTHONHASHSEED": place.hash_seed},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in (0, 4):
        return done.stderr.strip() or done.stdout.strip()
    found = json.loads(done.stdout)
    return str(found["journal_hash"] if found["identical"] else found["divergence"]["message"])


def _other_pythons() -> list[str]:
    this = "{}.{}".format(*sys.version_info)
    found = (find_interpreter(version) for version in VERSIONS if version != this)
    return [python for python in found if python is not None]
