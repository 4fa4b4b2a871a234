"""The one place that names concrete worlds: from a URL to an open world."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vm.errors import BadInput
from world.interface import World

if TYPE_CHECKING:
    from vm.host.bodies import Bodies
    from vm.host.isolation import Isolation

DEFAULT_URL: Final = "sqlite:.vm/world.db"


def world_url(given: str | None = None) -> str:
    """Return the URL of the world to use: what was given, else `$VM_WORLD`, else a file below this folder."""
    return given or os.environ.get("VM_WORLD") or DEFAULT_URL


def open_bodies(isolate: bool | Isolation | None = None) -> Bodies:
    """Return where bodies run: in this process, or behind a process wall. None: as `$VM_ISOLATE` says.

    Raises:
        IsolationUnavailable: This system has no such wall.
        BadInput: `$VM_ISOLATE` is neither 0 nor 1.
    """
    if isolate is None:
        said = os.environ.get("VM_ISOLATE") or "0"
        if said not in ("0", "1"):
            raise BadInput(f"$VM_ISOLATE is {said!r}", fix="set it to 1, or to 0, or leave it out")
        isolate = said == "1"
    if isolate is False:
        from vm.host.bodies import OwnBodies

        return OwnBodies()
    from vm.host.isolation import Isolation
    from vm.host.isolation.pool import BodyPool

    return BodyPool(Isolation() if isolate is True else isolate)


def find_world(url: str) -> World | None:
    """Open the world at `url` for reading, if there is one. Raises as `open_world`."""
    kind, _, rest = url.partition(":")
    is_there = kind == "sqlite" and Path(rest).is_file()
    return open_world(url, create=False, readonly=True) if is_there or kind not in ("sqlite", "memory") else None


def open_world(url: str, *, create: bool = True, synchronous: str = "FULL", readonly: bool = False) -> World:
    """Open the world at `url`: `sqlite:PATH` or `memory:`.

    With `create=False` a world that does not exist is an error instead of a new, empty world. With `readonly`
    it is only looked at, and may be on media that cannot be written.

    Raises:
        BadInput: The URL is of no kind that is known, or nothing is there and `create` is False.
        OperatorError: The world cannot be opened; the error says why.
    """
    kind, _, rest = url.partition(":")
    if kind == "memory":
        from world.memory import MemoryWorld

        return MemoryWorld()
    if kind == "sqlite" and rest:
        from world.sqlite import SqliteWorld

        if not create and not Path(rest).exists():
            raise BadInput(
                f"there is no world at {rest}",
                fix="run something first, or say where the world is: --world sqlite:PATH, or $VM_WORLD",
            )
        return SqliteWorld(Path(rest), synchronous=synchronous, create=create, readonly=readonly)
    raise BadInput(f"{url!r} is not the URL of a world", fix="write sqlite:PATH or memory:")
