"""Delete runs that ended long ago, with their journals and the sources that no other run needs.

What has not ended stays, however old. The room that becomes free is used
again; with --shrink the world's file gives it back, for which it is written
anew: other writers wait meanwhile. A run that is to be kept is exported first:
`python -m vm export RUN`.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from vm.core.describe import format_time
from vm.errors import BadInput
from vm.face.cli import exits
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import add_common

if TYPE_CHECKING:
    from world.interface import World

AT_ONCE: Final = 200  # runs of one transaction: others want to write in between
_PAGE: Final = 1_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--older-than", metavar="AGE", required=True, help="runs that ended so long ago, or before a time: 30d"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say how many there are")
    parser.add_argument("--shrink", action="store_true", help="make the file as small as what is left in it")
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    from vm.face.times import read_since_ms
    from vm.face.wiring import open_world, world_url
    from vm.host.clock import wall_ms

    now = wall_ms()
    before_ms = read_since_ms(options.older_than, now, option="--older-than")
    if before_ms > now:
        raise BadInput(f"--older-than {options.older_than!r} is in the future", fix="write an age: 30d")
    is_dry: bool = options.dry_run
    freed = 0
    world = open_world(world_url(options.world), create=False, readonly=is_dry)
    try:
        count = _count(world, before_ms) if is_dry else _delete(world, before_ms)
        if options.shrink and not is_dry:
            freed = world.shrink()
    finally:
        world.close()
    if screen.is_json:
        found = {"deleted": 0 if is_dry else count, "found": count, "before": format_time(before_ms)}
        screen.answer({**found, "freed_bytes": freed})
    else:
        said = "would be deleted" if is_dry else "deleted"
        what = "no run" if count == 0 else f"{count} run{'s' if count > 1 else ''}"
        given_back = f"; {freed / 2**20:.1f} MiB given back" if options.shrink and not is_dry else ""
        screen.show([line((f"{what} {said}", "bold"), f": ended before {format_time(before_ms)}{given_back}")])
    return exits.DONE


def _delete(world: World, before_ms: int) -> int:
    count = 0
    while deleted := world.delete_runs(ended_before_ms=before_ms, limit=AT_ONCE):
        count += deleted
    return count


def _count(world: World, before_ms: int) -> int:
    count, page = 0, world.list_runs(limit=_PAGE)
    while page:
        count += sum(run.ended_ms is not None and run.ended_ms < before_ms for run in page)
        page = world.list_runs(limit=_PAGE, after=page[-1].run_id)
    return count
