"""What `doctor` looks at beyond the world's own health: what operators have to do something about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vm.core.durations import format_ms
from vm.core.lifecycle import RunStatus
from vm.face.cli.usage import PROGRAM
from vm.host.audience import LONG_JOURNAL
from world.interface import World
from world.records import RunRecord

CLOCK_SLACK_MS: Final = 60_000  # what clocks of machines that share a world may be apart
_PAGE: Final = 1_000
_MOST_NAMED: Final = 20
_UNFINISHED: Final = (RunStatus.PENDING, RunStatus.RUNNING)


def find_concerns(world: World, now_ms: int) -> Iterator[str]:
    """Yield a finding, with its way out, for runs that were given up, journals that grow, a clock that is wrong."""
    yield from _find_buried(world)
    newest_ms = max((run.updated_ms for run in world.list_runs(limit=1)), default=0)
    for run in _unfinished_runs(world):
        newest_ms = max(newest_ms, run.updated_ms)
        if run.head > LONG_JOURNAL:
            yield f"run {run.run_id} has {run.head} events: let its workflow end by `continue_as_new` now and then"
    if newest_ms > now_ms + CLOCK_SLACK_MS:
        yield (
            f"this machine's clock is {format_ms(newest_ms - now_ms)} behind what was last written: leases seem to "
            "last, and what is due seems not to be, until it is set right"
        )


def _find_buried(world: World) -> Iterator[str]:
    found = world.list_buried()
    for run in found[:_MOST_NAMED]:
        way_back = f"{PROGRAM} queue revive {run.run_id}"
        yield f"run {run.run_id} was put aside: {run.reason}; once that is mended: `{way_back}`"
    if len(found) > _MOST_NAMED:
        yield f"{len(found) - _MOST_NAMED} more were put aside: `{PROGRAM} queue dead` shows them"


def _unfinished_runs(world: World) -> Iterator[RunRecord]:
    for status in _UNFINISHED:
        page = world.list_runs(status=status, limit=_PAGE)
        while page:
            yield from page
            page = world.list_runs(status=status, limit=_PAGE, after=page[-1].run_id)
