"""`--isolate` and its limits, for every command that feeds bodies."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from vm.errors import BadInput

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


def is_walled(options: argparse.Namespace) -> bool:
    """Say whether bodies are to be kept behind a wall. Who looks into one has it in this process: before the wall."""
    asked = [getattr(options, name, None) for name in ("isolate", "max_memory", "max_cpu")]
    return any(asked) or os.environ.get("VM_ISOLATE") == "1"


def require_no_wall(options: argparse.Namespace, command: str) -> None:
    """Refuse to look into a body that is to be kept behind a wall. Raises `BadInput`."""
    if is_walled(options):
        raise BadInput(
            f"{command} looks into the body, which has to run in this process for that",
            fix="if you trust its source, leave --isolate and its limits out, and unset $VM_ISOLATE",
        )
