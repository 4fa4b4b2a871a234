"""Exported runs from files: read, and looked at without a world of their own."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from vm.errors import BadInput
from vm.face.cli.proofs import find_difference, load_own
from vm.face.exports import Export, load_export
from vm.face.wiring import open_bodies, open_world
from world.interface import World

if TYPE_CHECKING:
    from vm.host.isolation import Isolation


def load_file(file: str) -> Export:
    """Read an exported run; `-` is stdin. Raises as `load_export`, and `BadInput` when there is no such file."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}", fix="give a file that `export` wrote") from error
    return load_export(data, "what came in on stdin" if file == "-" else file)


def open_export(export: Export) -> World:
    """Return a world in memory that holds nothing but this run."""
    world = open_world("memory:")
    export.store(world, now_ms=export.run.updated_ms)
    return world


def prove(export: Export, isolate: bool | Isolation | None) -> None:
    """Replay a run's journal against its own source.

    Raises:
        DivergenceError, JournalCorrupt: It does not come out as it is.
    """
    with closing(open_export(export)) as world, closing(open_bodies(isolate)) as bodies:
        found = find_difference(world, export.run, load_own(world, export.run), bodies.open)
    if found is not None:
        raise found
