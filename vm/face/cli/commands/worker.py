"""Drive whatever is due of the workflows in some files, until stopped.

Any number of workers may share one world. The code of workflows comes from the
world, the code of their steps from the files. Ctrl-C or SIGTERM: takes up
nothing more, lets attempts end within a grace, gives everything back.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vm.errors import BadInput
from vm.face.cli import exits
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import add_common
from vm.face.cli.walls import add_isolation, read_isolation
from vm.face.cli.watchers import find_tracing

if TYPE_CHECKING:
    from vm.core.journal import Entry


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="*", help="files whose workflows are worked on")
    parser.add_argument("--concurrency", metavar="N", type=int, help="attempts at once (default: any number)")
    parser.add_argument("--lease", metavar="TIME", default="30s", help="how long a dead worker's runs wait at most")
    add_isolation(parser)
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    if not options.files:
        raise BadInput("worker wants files", fix="write `python -m vm worker FILE...`")
    if options.concurrency is not None and options.concurrency < 1:
        raise BadInput(f"--concurrency {options.concurrency} does nothing", fix="give a number from 1 up")

    import trio

    from vm.core.durations import parse_duration_ms
    from vm.face.cli.signals import taking_signals
    from vm.face.embed import open_vm
    from vm.face.telemetry.watching import join_arounds, join_observers
    from vm.face.wiring import world_url
    from vm.host.options import EngineOptions

    told, isolate, tracing = _Told(screen), read_isolation(options), find_tracing()
    traced, around = join_observers(tracing), join_arounds(tracing)
    settings = EngineOptions(
        concurrency=options.concurrency, lease_ms=parse_duration_ms(options.lease), around_attempt=around
    )

    def observe(run_id: str, entries: Sequence[Entry]) -> None:
        told.observe(run_id, entries)
        if traced is not None:
            traced(run_id, entries)

    async def main() -> None:
        with taking_signals() as first:
            async with open_vm(
                world_url(options.world),
                options=settings,
                observer=observe,
                files=options.files,
                isolate=isolate,
            ) as vm:
                screen.show([line("working on ", (", ".join(options.files), "bold"), f"  ({vm.world.location})")])
                await first.wait()
                screen.show([line(("stopping: attempts may end first; once more to leave at once", "yellow"))])

    trio.run(main)
    if screen.is_json:
        screen.answer({"ended": dict(told.ends)})
    return exits.DONE


class _Told:
    """Tells how runs begin and end, a line each."""

    _BEGINS = ("run_created", "run_started")

    def __init__(self, screen: Screen) -> None:
        self.ends: Counter[str] = Counter()
        self._screen = screen

    def observe(self, run_id: str, entries: Sequence[Entry]) -> None:
        for entry in entries:
            kind, _, rest = entry.event.type.partition("_")
            if kind == "run" and entry.event.type not in self._BEGINS:
                self.ends[rest] += 1
                self._screen.show([line((run_id, "bold"), f"  {rest}  ", (f"{entry.position} events", "dim"))])
