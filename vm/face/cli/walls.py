"""`--isolate` and its limits, for every command that feeds bodies."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vm.host.isolation import Isolation


def add_isolation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--isolate", action="store_true", help="run bodies behind a process wall (default: as $VM_ISOLATE says)"
    )
    parser.add_argument(
        "--max-memory", metavar="MB", type=int, help="memory of an isolated body's process (default: 512)"
    )
    parser.add_argument(
        "--max-cpu", metavar="S", type=int, help="seconds that one may compute between two awaits (default: 10)"
    )


def read_isolation(options: argparse.Namespace) -> bool | Isolation | None:
    """Return what `open_vm` takes for `isolate`. A limit stands for `--isolate` too. Raises `BadInput`."""
    memory_mb, cpu_seconds = options.max_memory, options.max_cpu
    if memory_mb is None and cpu_seconds is None:
        return True if options.isolate else None
    from vm.host.isolation import Isolation

    limits = Isolation() if memory_mb is None else Isolation(memory_mb=memory_mb)
    if cpu_seconds is None:
        return limits
    return replace(limits, cpu_seconds=cpu_seconds, real_seconds=max(limits.real_seconds, 2 * cpu_seconds))
