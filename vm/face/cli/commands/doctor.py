"""Say whether a world is well, and what to do where it is not. Reads only.

Looks at the file, every event's hash, what is late or stuck, leases that ran
out, buried runs, long journals, the log's size and this machine's clock. The
exit code is 0 when all is well and 1 when there are findings. It reads all
there is: minutes, for a world of many gigabytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from vm.face.cli import exits
from vm.face.cli.screen import Screen
from vm.face.cli.text import Line, line
from vm.face.cli.usage import add_common
from world.records import WorldHealth


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    from vm.face.cli.examination import find_concerns
    from vm.face.wiring import open_world, world_url
    from vm.host.clock import wall_ms

    world = open_world(world_url(options.world), create=False, readonly=True)
    try:
        now = wall_ms()
        health = world.health(now_ms=now)
        findings = [*health.findings, *find_concerns(world, now)]
    finally:
        world.close()
    if screen.is_json:
        screen.answer(
            {
                "well": not findings,
                "findings": findings,
                "location": health.location,
                "schema": health.schema,
                "runs": dict(health.runs),
                "queue": dict(health.queue),
                "size_bytes": health.size_bytes,
                "log_bytes": health.log_bytes,
            }
        )
    else:
        style = "yellow" if findings else "green"
        screen.show(_lines(health, findings), title=f"world {health.location}", style=style)
    return exits.FAILED if findings else exits.DONE


def _lines(health: WorldHealth, findings: Sequence[str]) -> list[Line]:
    facts = [
        ("world", health.location),
        ("schema", str(health.schema)),
        ("size", f"{_megabytes(health.size_bytes)}, of which {_megabytes(health.log_bytes)} log"),
        ("runs", _counts(health.runs)),
        ("queue", _counts(health.queue)),
    ]
    rows = [line((f"{name:10}", "dim"), text) for name, text in facts]
    if not findings:
        return [*rows, line(("all is well", "bold green"))]
    rows.append(line((f"{len(findings)} finding{'s' if len(findings) > 1 else ''}:", "bold yellow")))
    return [*rows, *(line("  - ", finding) for finding in findings)]


def _counts(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counted.items() if count) or "none"


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f} MiB"
