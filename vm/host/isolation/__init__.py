"""Bodies behind a process wall: `--isolate`.

A zygote, started clean, forks one sealed process for each body; the host talks with it in frames of bytes over
one socket. Nothing that comes out of such a process is trusted.
"""

from __future__ import annotations

from typing import Final

from vm.core.frozen import frozen
from vm.errors import BadInput

REAL_SECONDS: Final = 15
"""Half of a lease, so that a run is still this host's when its body does not answer."""


@frozen(kw_only=True)
class Isolation:
    """Hard limits of one body's process. Any of them ends the process, never the run.

    `memory_mb`: its address space. `cpu_seconds` and `real_seconds`: what one advance may take of either.
    `max_processes`: how many bodies have one at a time; those that wait longest give theirs up, and are replayed
    when they wake. `user`: whose rights the processes have (None: this program's own), for programs run by root.
    """

    memory_mb: int = 512
    cpu_seconds: int = 10
    real_seconds: int = REAL_SECONDS
    max_processes: int = 64
    user: str | None = None

    def __post_init__(self) -> None:
        for name, least in _LEAST.items():
            if getattr(self, name) < least:
                raise BadInput(
                    f"{name} of an isolated body has to be at least {least}", fix="leave it out, or give more"
                )


_LEAST = {"memory_mb": 128, "cpu_seconds": 1, "real_seconds": 1, "max_processes": 1}
